// A question that takes seconds says that it is being answered.

const form = document.getElementById('suppose');
form.addEventListener('submit', () => { document.getElementById('working').hidden = false; });
addEventListener('pageshow', () => { document.getElementById('working').hidden = true; });

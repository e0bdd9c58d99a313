// Files dropped onto a form's file field are chosen in it; their names are said. Without this module the field works as ever.
import {say} from './page.js';

for (const form of document.querySelectorAll('form[enctype="multipart/form-data"]')) {
  const field = form.querySelector('input[type="file"]');
  const told = form.querySelector('[data-chosen]');
  const tell = () => {
    const names = [...field.files].map(file => file.name);
    if (told && names.length) told.textContent = say(`選んだファイル: ${names.join('、')}`, `Chosen: ${names.join(', ')}`);
  };
  field.addEventListener('change', tell);
  for (const kind of ['dragenter', 'dragover']) {
    form.addEventListener(kind, event => { event.preventDefault(); form.classList.add('over'); });
  }
  form.addEventListener('dragleave', () => form.classList.remove('over'));
  form.addEventListener('drop', event => {
    event.preventDefault();
    form.classList.remove('over');
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      tell();
    }
  });
}

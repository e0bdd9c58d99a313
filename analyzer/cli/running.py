"""One run of the command line: arguments in, exit code out, and never a traceback.

| code | meaning |
|------|---------|
| 0    | done |
| 1    | done, and something is broken or infeasible |
| 2    | the input (a file, an argument) is wrong, or an output cannot be written |
| 3    | stopped by a limit before any plan was found |
| 70   | a fault of the program |
| 130  | interrupted |
| 141  | whoever read the answer stopped reading |
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from analyzer.cli.interrupting import interruptible
from analyzer.cli.session import Session, language_asked
from analyzer.errors import InputError, KakehashiError, MissingToolError, StoppedError
from analyzer.messages import Text

INPUT_WRONG, BUG, INTERRUPTED, BROKEN_PIPE = 2, 70, 130, 141
DEBUG_VARIABLE = "KAKEHASHI_DEBUG"


def run(arguments: Sequence[str]) -> int:
    """Run one command; the code that the process ends with."""
    session = Session(language_asked(arguments))
    try:
        with interruptible(session):
            return _guarded(arguments, session)
    except KeyboardInterrupt:
        with suppress(OSError):
            session.say(Text("中断しました。", "Interrupted."))
        return INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return BROKEN_PIPE
    finally:
        session.close()


def _guarded(arguments: Sequence[str], session: Session) -> int:
    try:
        from analyzer.cli.app import invoke

        return invoke(arguments, session)
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except InputError as error:
        session.say_findings(error.findings, error.total)
        return error.exit_code
    except MissingToolError as error:
        session.say(Text(
            f"{error.tool} がありません。次のようにして入れてください: {error.install_hint}",
            f"{error.tool} is not installed: {error.install_hint}",
        ))  # fmt: skip
        return error.exit_code
    except StoppedError as error:
        session.say(Text(
            "答えが見つかる前に制限時間になりました。--time-limit を長くしてください。",
            "The limit of time came before any answer was found. Give a longer --time-limit.",
        ))  # fmt: skip
        return error.exit_code
    except KakehashiError as error:
        session.say(_sentence(error))
        return error.exit_code
    except OSError as error:
        where = f"「{error.filename}」" if error.filename else ""
        reason = error.strerror or str(error)
        session.say(Text(
            f"{where}ファイルを読み書きできません({reason})。場所、権限、空き容量を確かめてください。",
            f"Reading or writing {error.filename or 'a file'} failed ({reason}). Check the place, the rights and the space left.",
        ))  # fmt: skip
        return INPUT_WRONG
    except MemoryError:
        session.say(Text("メモリが足りません。", "Not enough memory."))
        return BUG
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        session.say(Text(
            f"プログラムの誤りです({type(error).__name__}: {error})。{DEBUG_VARIABLE}=1 を付けて実行すると詳細が出ます。ファイルとともにお知らせください。",
            f"This is a fault of the program ({type(error).__name__}: {error}). Run it with {DEBUG_VARIABLE}=1 for details, and report it with your file.",
        ))  # fmt: skip
        return BUG


def _sentence(error: KakehashiError) -> Text:
    """What a store had to say; those errors are not imported before one happens."""
    from analyzer.stores.errors import ChangedError, StoreUnavailableError
    from analyzer.whatif.many.executor import ExecutorError

    if isinstance(error, ExecutorError):
        return error.sentence
    if isinstance(error, ChangedError):
        return Text(
            f"「{error.subject}」は想定と違います(想定: {error.expected or 'なし'}、実際: {error.found or 'なし'})。"
            "ほかの人が先に変えていないか確かめて、もう一度実行してください。",
            f"{error.subject!r} is not as expected (expected {error.expected or 'nothing'}, found {error.found or 'nothing'}). "
            "See whether somebody else was faster, and run it again.",
        )
    if isinstance(error, StoreUnavailableError):
        hint = error.hint or Text("", "")
        return Text(
            f"保存先「{error.url}」を使えません。{error.reason.ja}{hint.ja}",
            f"The store {error.url} cannot be used. {error.reason.en} {hint.en}".rstrip(),
        )
    return Text(str(error), str(error))


def _close_stdout() -> None:
    """So that Python does not complain again when it flushes the stream at its end."""
    with suppress(OSError, ValueError):
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        os.close(devnull)

"""Why jobs fail or are refused, in the words of those who read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.errors import InputError
from analyzer.messages import Text
from api.jobs.model import Reason

LOST_ONCE = Reason(
    "worker_lost",
    Text(
        "計算していたサーバのプロセスが止まりました。それまでの最善の計画からやり直します。",
        "The server process that worked at it was lost; it begins again from the best plan so far.",
    ),
)
LOST_TWICE = Reason(
    "worker_lost",
    Text(
        "計算していたサーバのプロセスが 2 回止まりました。それまでの最善の計画は best にあります。",
        "The server process that worked at it was lost twice. The best plan so far is in `best`.",
    ),
)
DIED_ONCE = Reason(
    "search_died",
    Text(
        "計算のプロセスが途中で終わりました。それまでの最善の計画からやり直します。",
        "The process of the search ended by itself; it begins again from the best plan so far.",
    ),
)
DIED_TWICE = Reason(
    "search_died",
    Text(
        "計算のプロセスが 2 回途中で終わりました。それまでの最善の計画は best にあります。",
        "The process of the search ended by itself twice. The best plan so far is in `best`.",
    ),
)
OUT_OF_MEMORY = Reason(
    "out_of_memory",
    Text(
        "計算に使えるメモリを超えました。それまでの最善の計画があれば best にあります。",
        "The search needed more memory than it may use. The best plan so far, if any, is in `best`.",
    ),
)
STUCK = Reason(
    "search_stuck",
    Text(
        "計算のプロセスが時間の制限を過ぎても終わらないため打ち切りました。それまでの最善の計画があれば best にあります。",
        "The search did not end when its time was over, and was ended. The best plan so far, if any, is in `best`.",
    ),
)
VERSION_GONE = Reason(
    "version_gone",
    Text("計算の対象だった版が削除されました。", "The version that the job was for has been deleted."),
)
FAULT = Reason(
    "fault",
    Text(
        "プログラムの誤りで計算できませんでした。ジョブの ID を添えてお知らせください。",
        "A fault of the program ended the search. Please report it with the id of the job.",
    ),
)


def unverified(findings: Sequence[Mapping[str, object]]) -> Reason:
    """The answer did not stand up to its verification, and is not given out."""
    return Reason(
        "unverified",
        Text(
            "見つけた答えが検算に合わないため、結果としませんでした。ジョブの ID を添えてお知らせください。",
            "The answer did not pass its verification and is withheld. Please report it with the id of the job.",
        ),
        tuple(findings),
    )


def refused(error: InputError) -> Reason:
    """The landscape or the question cannot be read."""
    first = error.findings[0]
    return Reason(first.code, first.message, tuple(finding.as_dict() for finding in error.findings[:100]))

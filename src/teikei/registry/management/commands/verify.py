"""`teikei-admin verify`: is the ledger whole, and do the tables say what it says?"""

import sys
from typing import Any

from teikei.names.bilingual import Text
from teikei.registry.commands import BilingualCommand
from teikei.registry.operations.verify import verify


class Command(BilingualCommand):
    """Look for tampering."""

    about = Text(
        en="Recompute the ledger's hashes, and hold every agreement, institution, unit and document against it. Ends with 1 where anything differs.",
        ja="台帳のハッシュ値を計算し直し、協定・機関・部局・文書と突き合わせます。不一致があれば終了コード1で終わります。",
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say what was looked at, and every place that does not agree."""
        found = verify()
        for one in found.tampering:
            self.stdout.write(f"{one.place}: {self.words(one.text)}")
        self.say(
            f"{found.lines} lines, {found.subjects} values, {found.documents} documents; {len(found.tampering)} do not agree. "
            f"End of the ledger: {found.sha256}",
            f"台帳{found.lines}行、値{found.subjects}件、文書{found.documents}件。不一致{len(found.tampering)}件。末尾のハッシュ値: {found.sha256}",
        )
        if found.tampering:
            sys.exit(1)

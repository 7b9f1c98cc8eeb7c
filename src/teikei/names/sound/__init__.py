"""The bridge between katakana and Latin spellings: how a name sounds, and how alike two sounds are.

A name in katakana says how a Japanese ear heard it; a name in Latin letters says how its own language spells it. Both are
brought to one small alphabet, the sounds that katakana can write: `kana_sound("ヴェルツブルク")` and
`latin_sounds("Würzburg", "DE")[0]` are both nearly `veruqubuuruku`. Nothing here knows a name: only spelling rules by language.

The alphabet of sounds: vowels `a i u e o`; consonants `k g s z t d n h b p m r y w f v`, and `x` (シ), `c` (チ), `q` (ツ), `j` (ジ).
Long vowels, doubled consonants, spaces and dots are not written.
"""

from teikei.names.sound.kana import kana_sound
from teikei.names.sound.latin import latin_sounds, likeliest_sound, spelling_languages
from teikei.names.sound.likeness import alike, likeness, signs, skeleton
from teikei.names.sound.misreading import Misreading, misread

__all__ = [
    "Misreading",
    "alike",
    "kana_sound",
    "latin_sounds",
    "likeliest_sound",
    "likeness",
    "misread",
    "signs",
    "skeleton",
    "spelling_languages",
]

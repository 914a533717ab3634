"""Texts in other tongues for a model that knows English: words of work get their English name, small words go.

A word is a key to a trade, not a translation: "Pflegefachkraft" says nurse, "soudeur" says welder. So a German advert finds an English
résumé of the trade, and "de" is no longer read as the beginning of "de-icer".
"""

from functools import lru_cache
from pathlib import Path

LEXICON = Path(__file__).parent / "abroad.tsv"
_SMALL = """
der die das den dem des ein eine einen einem einer eines und oder mit ohne fur von vom zum zur bei beim im am auf aus nach uber unter vor
sie ihr ihre ihren ihrem ihrer wir uns unser unsere unserer sich als auch nicht nur sowie durch wenn wie ist sind war werden wird haben
hat kann konnen sollten mehr sehr gern gerne alle alles diese dieser dieses zwei drei vier jahr jahre jahren tag tage woche wochen
stelle stellen bieten suchen arbeit arbeiten arbeitest erfahrung berufserfahrung kenntnisse ausbildung abgeschlossene team vorteil
le la les un une des du de au aux et ou avec sans pour par sur sous dans chez vers vous votre vos nous notre nos il elle ils elles se sa son
ses leur leurs ce cet cette ces qui que est sont etre avoir avez ainsi plus tres tout tous toute toutes deux trois ans annee annees poste
profil experience recherchons recherche formation mission missions souhaite apprecie apprecies travail equipe
el los las una unos unas del al y e o u con sin por para en entre sobre desde hasta tu tus su sus nuestro nuestra nuestros se es son ser
estar como mas muy todo todos toda todas que cual dos tres ano anos mes meses puesto perfil experiencia buscamos busca imprescindible
valora valorable pedimos ofrecemos trabajo equipo
os as um uma uns umas do da dos das no na nos nas ao aos com sem pelo pela e ou seu sua seus suas nosso nossa sao ser estar mais muito todo
todos toda todas que dois tres vaga procuramos experiencia oferecemos trabalho equipa equipe
"""
SMALL = frozenset(_SMALL.split())


@lru_cache(maxsize=1)
def _lexicon():
    """{how a key lies in a word: {key: English words}}: "whole", "begins", "ends" or "inside"."""
    found = {"whole": {}, "begins": {}, "ends": {}, "inside": {}}
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        keys, _, words = line.partition("\t")
        for key in keys.split("|"):
            how = {(False, False): "whole", (False, True): "begins", (True, False): "ends", (True, True): "inside"}
            found[how[key.startswith("*"), key.endswith("*")]][key.strip("*")] = tuple(words.split())
    return found


@lru_cache(maxsize=100_000)
def in_english(word):
    """The English words of work that a folded word stands for, each once; () where none is known."""
    keys = _lexicon()
    found = list(keys["whole"].get(word, ()))
    for end in range(3, len(word) + 1):
        found += keys["begins"].get(word[:end], ())
        found += keys["ends"].get(word[-end:], ())
    for key, words in keys["inside"].items():
        if key in word:
            found += words
    return tuple(dict.fromkeys(found))

"""Days, ages and working hours told in the other languages, put into the Italian that our readers of amounts know.

"le 5 mai" becomes "le 5 maggio", "my son is three" "bimbo di 3 anni"; every letter keeps where it came from. What is not
surely such a fact stays as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

Letters = list[tuple[str, int, int]]
"""Each plain letter with where it starts and ends in the original."""

ITALIAN_MONTHS = ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
                  "novembre", "dicembre")  # fmt: skip
_ENGLISH = "january february march april may june july august september october november december"
_MONTHS = (
    _ENGLISH,
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
)
"""Of each language, January first; of Arabic as it is written in Egypt and in the Maghreb."""
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze",
    "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    "un doi trei patru cinci sase sapte opt noua zece unsprezece doisprezece treisprezece paisprezece cincisprezece",
    "nje dy tre kater pese gjashte shtate tete nente dhjete njembedhjete dymbedhjete trembedhjete katermbedhjete",
    "один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять",
    "واحد اثنان ثلاث أربع خمس ست سبع ثماني تسع عشر",
    "واحدة اثنتان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
)
"""From one to fifteen: how old children are."""
_CHINESE = "一二三四五六七八九"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_MONTH = {_plain(name): at for names in _MONTHS for at, name in enumerate(names.split())} | {"fev": 1, "sep": 8}
_NUMBER = {_plain(word): at for words in _NUMBERS for at, word in enumerate(words.split(), 1)}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_M, _N = rf"(?:{_any(_MONTH)})", rf"(?:\d{{1,2}}|{_any(_NUMBER)})"
_YEAR = r"(?:\s*,?\s*(?:del?\s+|of\s+|року\s*)?(?P<y>(?:19|20)\d\d)(?!\d))?"
_AGE = rf"(?P<n>{_N})"
_ITALIAN_DAY = rf"\d{{1,2}}(?:[/.-]\d| (?:{'|'.join(ITALIAN_MONTHS)}))"

Told = Callable[[re.Match[str]], str]


def _day(match: re.Match[str]) -> str:
    year = f" {match['y']}" if match["y"] else ""
    month = match["m"]
    name = ITALIAN_MONTHS[int(month) - 1] if month.isdecimal() else ITALIAN_MONTHS[_MONTH[month]]
    return f"{int(match['d'])} {name}{year}"


def _chinese_day(match: re.Match[str]) -> str:
    return _day(match) if 1 <= int(match["m"]) <= 12 else match[0]


def _month_and_year(match: re.Match[str]) -> str:
    return f"{ITALIAN_MONTHS[_MONTH[match['m']]]} {match['y']}"


def _count(said: str) -> int:
    return int(said) if said.isdecimal() else _NUMBER[said]


def _years(match: re.Match[str]) -> str:
    return f" bimbo di {_count(match['n'])} anni"


def _months(match: re.Match[str]) -> str:
    return f" bimbo di {_count(match['n'])} mesi"


def _years_or_months(match: re.Match[str]) -> str:
    return (_months if match["u"] and match["u"].startswith(_MONTH_UNITS) else _years)(match)


_MONTH_UNITS = tuple(map(_plain, ("month", "mes", "mois", "lun", "місяц", "أشهر", "شهر", "شهور", "个月", "muaj")))
_NO_CHILD = r"(?!\s*(?:de|of)\s+(?:conced|contrat|antig|leave|conge|permis|work|trabajo|baja|vechime))"
_WEEK = _plain(
    r"(?:hours?|hrs?)\s*(?:a|per|/|each|every)\s*week|heures?\s*(?:par|la|/)\s*semaine|horas?\s*(?:a la|por|/)\s*semana"
    r"|horas?\s*semanales|ore\s*pe\s*saptamana|ore\s*ne\s*jave|годин[иу]?\s*на\s*тиждень|ساع\w+\s*(?:في الأسبوع|أسبوعيا)"
)
_DAYS_OF_WEEK = _plain(
    r"days?\s*(?:a|per|/|each|every)\s*week|jours?\s*(?:par|la|/)\s*semaine|dias?\s*(?:a la|por|/)\s*semana"
    r"|zile\s*pe\s*saptamana|dite\s*ne\s*jave|дн(?:і|ів)\s*на\s*тиждень|أيام\s*(?:في الأسبوع|أسبوعيا)"
)
_MOTHER = _plain(
    r"i'?\s?a?m (?:the|a) (?:mother|mum|mom)|soy la (?:madre|mama)|je suis la (?:mere|maman)|(?:eu )?sunt mama|(?:une )?jam (?:nena|mamaja)"
    r"|я (?:мама|мати)|أنا (?:الأم|أم)|我是(?:妈妈|母亲)"
)
_FATHER = _plain(
    r"i'?\s?a?m (?:the|a) (?:father|dad)|soy el (?:padre|papa)|je suis le (?:pere|papa)|(?:eu )?sunt (?:tatal|tata)|(?:une )?jam (?:babai|babi)"
    r"|я (?:тато|батько)|أنا (?:الأب|أب)|我是(?:爸爸|父亲)"
)
_BORN = _plain(
    r"(?:was\s+|is\s+)?born(?:\s+on)?(?:\s+the)?|(?:est\s+)?nee?\s+le|nacid[oa](?:\s+el)?|nacio\s+el|(?:s-?a\s+)?nascuta?(?:\s+(?:pe|in|la))*"
    r"|(?:u\s+lind|lindur)\w*(?:\s+me)?|народи\w+|(?:من مواليد|ولد\w*)(?: في| يوم)*|出生[于於]?"
)
_DUE = r"(?:(?:is|am|'m|i'm|baby)\s+due(?:\s+(?:on|in|date))?|due\s+date(?:\s+is)?(?:\s+on)?)"
_FROM = _plain(r"from|du|desde(?:\s+el)?|din|nga|з|від|من|从")
_TO = _plain(r"to|until|till|au|hasta(?:\s+el)?|pana\s+(?:la|pe|in)|deri(?:\s+me)?|до|إلى|حتى|到|至")


_CHILD = r"(?:son|daughter|kid|child|baby|boy|girl|he|she|who|one|other|eldest|oldest|youngest)"
_ENFANT = r"(?:il|elle|fils|fille|enfant|bebe|petite?|grande?|qui|celui|celle|garcon)"


def _rules() -> tuple[tuple[re.Pattern[str], Told], ...]:
    """Days before what stands around them; each pattern over what those before it made of the text."""
    rules: list[tuple[str, Told]] = [
        (r"(?:(?P<y>(?:19|20)\d\d)年)?(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号號]?", _chinese_day),
        (
            rf"(?<![\d/.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|-?го)?\.?\s*(?:of\s+|de\s+|d')?(?P<m>{_M})(?:it|ut)?\b\.?{_YEAR}",
            _day,
        ),
        (rf"\b(?P<m>{_any(_ENGLISH.split())})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_YEAR}", _day),
        (rf"\b(?P<m>{_M})\s+(?:de\s+|del\s+)?(?P<y>(?:19|20)\d\d)(?!\d)", _month_and_year),
        (rf"\b(?:{_BORN})\s*(?=(?:il\s+)?{_ITALIAN_DAY})", lambda _: "nato il "),
        (rf"\b{_DUE}\s+(?={_ITALIAN_DAY})", lambda _: "nascita prevista il "),
        (rf"\b(?:{_FROM})\s*(?={_ITALIAN_DAY})", lambda _: "dal "),
        (rf"\b(?:{_TO})\s*(?={_ITALIAN_DAY})", lambda _: "al "),
        # English
        (rf"\b{_AGE}[\s-]*(?:year|yr)s?[\s-]*old\b|\b(?P<n2>\d{{1,2}})\s?y/?o\b", _old),
        (rf"\b{_AGE}[\s-]*months?[\s-]*old\b", _months),
        (
            rf"\b{_CHILD}(?:'?s|\s+is)\s+(?:now\s+|only\s+|almost\s+)?{_AGE}\b(?:\s+(?P<u>years?|months?)\b)?"
            + r"(?!\s*(?:hour|day|week|%|euro|of|:|in\b))",
            _years_or_months,
        ),
        # Spanish, French, Romanian, Albanian
        (rf"\b(?:tiene|cumple|tienen)\s+{_AGE}\s+(?P<u>anos|anitos|meses|mes)\b{_NO_CHILD}", _years_or_months),
        (
            rf"\b(?:hij[oa]|nin[oa]|bebe|pequen[oa]|otr[oa]|mayor|menor|el|la)\s+de\s+{_AGE}\b(?:\s+(?P<u>anos|meses)\b|(?=\s*(?:$|[?!.,])))",
            _years_or_months,
        ),
        (
            rf"\b{_ENFANT}\s+(?:qui\s+)?(?:a|de)\s+(?:seulement\s+)?{_AGE}\s+(?P<u>ans|mois)\b{_NO_CHILD}",
            _years_or_months,
        ),
        (rf"\bare\s+{_AGE}\s+(?:de\s+)?(?P<u>ani|anisori|luni)\b{_NO_CHILD}", _years_or_months),
        (
            rf"\b(?:copil\w*|fiu\w*|fiic\w+|baiat\w*|fet\w+|bebe\w*|cel|cea)\s+de\s+{_AGE}\s+(?P<u>ani|luni)\b{_NO_CHILD}",
            _years_or_months,
        ),
        (rf"\b{_AGE}\s*(?:vjec\w*)\b|\bka\s+(?P<n2>\d{{1,2}})\s+vjet\b", _old),
        (rf"\b{_AGE}\s*muajsh\w*\b", _months),
        # Ukrainian, Arabic, Chinese
        (
            _plain(r"(?:син\w*|дочк\w+|доньк\w+|дочц\w+|доньц\w+|дитин\w+|йому|їй|малюк\w*)\s+")
            + rf"{_AGE}\s+(?P<u>(?:{_plain('рок[иіу]|років|рік|місяц')})\w*)",
            _years_or_months,
        ),
        (
            _plain(r"(?:عمره|عمرها|عمر\s\w+|عنده|عندها|لديه)\s+")
            + rf"{_AGE}\s+(?P<u>(?:{_plain('سن|عام|أعوام|أشهر|شهور|شهر')})\w*)",
            _years_or_months,
        ),
        (rf"{_AGE}岁(?:半)?", _years),
        (rf"{_AGE}个月大", _months),
        # weeks of work, and who writes
        (rf"\b(?P<n>\d{{1,2}}(?:[.,]\d)?)\s*(?:{_WEEK})", lambda found: f"{found['n']} ore a settimana"),
        (r"(?:每周|一周|每星期)(?:工作)?(?P<n>\d{1,2})(?:个)?小时", lambda found: f"{found['n']} ore a settimana"),
        (rf"\b(?P<n>[1-7])\s*(?:{_DAYS_OF_WEEK})", lambda found: f"{found['n']} giorni settimanali"),
        (r"(?:每周|一周|每星期)(?:工作)?(?P<n>[1-7])天", lambda found: f"{found['n']} giorni settimanali"),
        (rf"\b(?:{_MOTHER})\b", lambda _: "sono la mamma"),
        (rf"\b(?:{_FATHER})\b", lambda _: "sono il papa"),
    ]
    return tuple((re.compile(pattern), told) for pattern, told in rules)


def _old(match: re.Match[str]) -> str:
    return f" bimbo di {_count(match['n'] or match['n2'])} anni"


_RULES = _rules()
_CHINESE_NUMBER = re.compile(rf"[{_CHINESE}十]{{1,3}}(?=[月日号號岁]|个月大)")


def in_italian(letters: Letters) -> Letters:
    """The letters with what other languages tell of days, ages and hours in Italian words."""
    letters = [(str(int(letter)) if letter.isdecimal() else letter, start, end) for letter, start, end in letters]
    letters = _replaced(letters, _CHINESE_NUMBER, lambda found: str(_chinese(found[0])))
    for pattern, told in _RULES:
        letters = _replaced(letters, pattern, told)
    return letters


def _replaced(letters: Letters, pattern: re.Pattern[str], told: Told) -> Letters:
    plain = "".join(letter for letter, _, _ in letters)
    out: Letters = []
    at = 0
    for found in pattern.finditer(plain):
        out += letters[at : found.start()]
        start, end = letters[found.start()][1], letters[found.end() - 1][2]
        out += [(letter, start, end) for letter in told(found)]
        at = found.end()
    return out + letters[at:]


def _chinese(number: str) -> int:
    """三 -> 3, 十二 -> 12, 二十 -> 20."""
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _CHINESE.index(number[-1]) + 1
    return 10 * (_CHINESE.index(tens[-1]) + 1 if tens else 1) + (_CHINESE.index(ones[0]) + 1 if ones else 0)

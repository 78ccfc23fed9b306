"""Records made comparable, in columns: every value cleaned once, before any two are compared.

Input is a table of texts with the columns of `columns.COLUMNS`; output one with a row number and the columns below.
"""

from typing import Final

import duckdb

from nuandong.batch.linkage import characters

LETTERS: Final = 4
"""Characters of a name kept one by one; what follows is compared as text."""

WIDE: Final = "０１２３４５６７８９ＸｘＦＭ－／．　"
NARROW: Final = "0123456789XxFM-/. "
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DATE_FORMS: Final = ("%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y年%m月", "%Y%m", "%Y-%m", "%Y年")
_SIGNED: Final = "regexp_full_match(number, '[0-9A-Z]{6,}') AND regexp_matches(number, '[0-9]{4}')"
MALE: Final = ("男", "男性", "male", "m", "1")
FEMALE: Final = ("女", "女性", "female", "f", "2")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the table of characters into a database; once per connection."""
    table = characters.table()
    con.register("characters_given", table)
    con.execute("CREATE OR REPLACE TABLE characters AS SELECT * FROM characters_given")
    con.unregister("characters_given")


def normalise(con: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Make the comparable table `target` of the texts in `source`; rows are numbered in their order."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {target} AS {sql(source)}")


def sql(source: str) -> str:
    """The query behind `normalise`."""
    stages = [
        ("narrowed", _narrowed(source)),
        ("stripped", _stripped()),
        ("cleaned", _cleaned()),
        ("numbered", _numbered()),
        ("checked", _checked()),
        ("spelled", _spelled()),
    ]
    ctes = ", ".join(f"{name} AS ({query})" for name, query in stages)
    return f"WITH {ctes} {_finished()}"


def _narrow(column: str) -> str:
    # Nearly all values are plain ASCII, as many bytes as characters: a look at that is cheaper than a translation.
    translated = f"translate({column}, '{WIDE}', '{NARROW}')"
    return f"CASE WHEN strlen({column}) = length({column}) THEN {column} ELSE {translated} END"


def _narrowed(source: str) -> str:
    """Full-width digits and letters made plain, and one kind of name."""
    bare = r"lower(regexp_replace(name, '[\s\p{P}\p{Z}\p{C}]', '', 'g'))"
    rest = ", ".join(f"{_narrow(column)} AS {column}" for column in ("birth_date", "sex", "region", "card", "phone"))
    return f"""SELECT (row_number() OVER () - 1)::INTEGER AS row, id AS uid,
        CASE WHEN regexp_full_match(name, '[一-龥]*') THEN name ELSE {bare} END AS name,
        upper(regexp_replace({_narrow("id_number")}, '[\\s''’-]|\\.0$', '', 'g')) AS number,
        regexp_replace(address, '[\\s\\p{{P}}\\p{{C}}]', '', 'g') AS address, {rest}
        FROM {source}"""


def _stripped() -> str:
    return f"""SELECT row, uid, nullif(name, '') AS written, number, {_birth()} AS stated, lower(trim(sex)) AS sex,
        nullif({_digits("region")}, '') AS region, address, {_digits("card")} AS card,
        right({_digits("phone")}, 11) AS phone
        FROM narrowed"""


def _cleaned() -> str:
    return f"""SELECT row, uid, written, {_telling("number", _SIGNED)} AS number, stated,
        CASE WHEN sex IN {MALE} THEN 1 WHEN sex IN {FEMALE} THEN 0 END AS sex, region,
        CASE WHEN length(address) >= 4 THEN address END AS address,
        {_telling("card", "strlen(card) >= 12")} AS card, {_telling("phone", "strlen(phone) >= 7")} AS phone
        FROM stripped"""


def _digits(column: str) -> str:
    return f"regexp_replace({column}, '[^0-9]', '', 'g')"


def _telling(number: str, right: str) -> str:
    """A number of the right signs; nothing for "none", "unknown" and rows of one digit, which many would share."""
    return f"CASE WHEN {right} AND trim({number}, left({number}, 1)) <> '' THEN {number} END"


def _birth() -> str:
    forms = ", ".join(f"'{form}'" for form in _DATE_FORMS)
    read = (
        "coalesce(try_cast(birth_date AS DATE), try_cast(replace(trim(birth_date), '/', '-') AS DATE), "
        f"try_strptime(trim(birth_date), [{forms}])::DATE)"
    )
    # What a spreadsheet makes of an empty cell or a zero is nobody's birthday.
    return f"CASE WHEN birth_date = '' THEN NULL ELSE nullif({read}, DATE '1900-01-01') END"


def _numbered() -> str:
    """The number in 17 digits, an old one completed by its century."""
    return r"""SELECT *, CASE WHEN regexp_full_match(number, '\d{17}[\dX]') THEN left(number, 17)
        WHEN regexp_full_match(number, '\d{15}') THEN left(number, 6) || '19' || right(number, 9) END AS first17
        FROM cleaned"""


def _checked() -> str:
    # Digits of a number are cheaper to take than characters of a text.
    total = " + ".join(
        f"first17::BIGINT // {10 ** (len(WEIGHTS) - at)} % 10 * {weight}" for at, weight in enumerate(WEIGHTS, 1)
    )
    return f"""SELECT * EXCLUDE (number, first17, right_id),
        CASE WHEN length(number) = 15 AND first17 IS NOT NULL THEN first17 || right_id ELSE number END AS id_number,
        first17 IS NOT NULL AND (length(number) = 15 OR right(number, 1) = right_id)
            AND try_strptime(substr(first17, 7, 8), '%Y%m%d') IS NOT NULL AS id_right
        FROM (SELECT *, substr('10X98765432', ({total}) % 11 + 1, 1) AS right_id FROM numbered)"""


def _spelled() -> str:
    """The name by characters: simplified, by sound, by dialect, by shape."""
    letters = range(1, LETTERS + 1)
    rest = f"substr(written, {LETTERS + 1})"
    joins = " ".join(f"LEFT JOIN characters h{n} ON h{n}.char = substr(written, {n}, 1)" for n in letters)
    single = ", ".join(f"coalesce(h{n}.plain, substr(written, {n}, 1)) AS c{n}" for n in letters)

    def joined(column: str, between: str = "") -> str:
        parts = ", ".join(f"coalesce(h{n}.{column}, substr(written, {n}, 1))" for n in letters)
        return f"CASE WHEN written IS NOT NULL THEN concat_ws('{between}', {parts}, {rest}) END"

    return f"""SELECT checked.*, {single}, {joined("plain")} AS name, {joined("sound", "-")} AS name_sound,
        {joined("dialect", "-")} AS name_dialect, {joined("shape")} AS name_shape,
        coalesce(h1.dialect, substr(written, 1, 1)) AS surname_dialect
        FROM checked {joins}"""


def _finished() -> str:
    birth = "coalesce(stated, CASE WHEN id_right THEN strptime(substr(id_number, 7, 8), '%Y%m%d')::DATE END)"
    return f"""SELECT row, uid, c1, c2, c3, c4, name, name_sound, name_dialect, name_shape,
        surname_dialect, id_number, coalesce(id_right, FALSE) AS id_right, {birth} AS birth,
        sex, region, address, card, phone
        FROM spelled"""

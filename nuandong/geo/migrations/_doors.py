"""The door to facilities: names of hospitals, rescue stations and shelters of the county, whatever the caller's scope.

A township sends people to the hospital of the county, whose row lies outside its scope. The functions run as the owner
of the tables, which no row-level policy binds; they say id, name, kind and region of facilities and nothing else.
"""

from nuandong.machine.access import policy_condition

_KINDS = "('hospital', 'station', 'shelter')"

_MINE = policy_condition("p_region")

# Who asks must see the region he asks about. Its county as a whole, and what is kept under the divisions above it.
_AROUND = f"""
CREATE FUNCTION geo_facilities_around(p_region bigint, p_kinds text[])
RETURNS TABLE (id uuid, name text, kind text, region bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id, p.name::text, p.kind::text, p.region
    FROM geo_place p
    WHERE ({_MINE}) AND p.active AND p.kind IN {_KINDS} AND p.kind = ANY (p_kinds)
        AND ((p.region >= p_region - p_region % 1000000
              AND p.region < p_region - p_region % 1000000
                  + CASE WHEN p_region % 10000000000 = 0 THEN 10000000000
                         WHEN p_region % 100000000 = 0 THEN 100000000
                         ELSE 1000000 END)
             OR p.region IN (p_region - p_region % 100000000, p_region - p_region % 10000000000))
    ORDER BY p.region, p.name, p.id
$$
"""  # noqa: S608  the only things put in are the constants above

_NAMES = f"""
CREATE FUNCTION geo_facility_names(p_ids uuid[])
RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id, p.name::text FROM geo_place p
    WHERE p.id = ANY (p_ids) AND p.kind IN {_KINDS} AND nullif(current_setting('app.lo0', true), '') IS NOT NULL
$$
"""  # noqa: S608  the only thing put in is the constant above

_SIGNATURES = ("geo_facilities_around(bigint, text[])", "geo_facility_names(uuid[])")

# Functions are open to everybody unless told otherwise; access.py grants tables only.
OPEN_DOORS = [
    _AROUND,
    _NAMES,
    *(
        statement
        for signature in _SIGNATURES
        for statement in (
            f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {signature} TO nuandong_web, nuandong_worker",
        )
    ),
]
CLOSE_DOORS = [f"DROP FUNCTION {signature}" for signature in _SIGNATURES]

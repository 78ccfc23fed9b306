"""The doors between counties: the only ways a clue passes from one scope to another.

Each function runs as the owner of the tables, which no row-level policy binds, and therefore checks the scope of the
caller itself, copies what may pass by name, and writes the event on the far side.
"""

from nuandong.machine.access import policy_condition

_PAIRS = policy_condition()

_HAND_OVER = f"""
CREATE FUNCTION rescue_hand_over_clue(
    p_source uuid, p_new uuid, p_region bigint, p_number text, p_track text, p_place text,
    p_caller bytea, p_words bytea, p_remark bytea, p_event uuid, p_payload jsonb,
    p_actor uuid, p_typist uuid, p_unit uuid, p_at timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given rescue_clue%ROWTYPE;
BEGIN
    SELECT * INTO given FROM rescue_clue WHERE id = p_source AND state = 'open' AND ({_PAIRS}) FOR UPDATE;
    IF NOT FOUND OR given.region / 1000000 = p_region / 1000000 THEN
        RETURN false;
    END IF;
    INSERT INTO rescue_clue (
        id, region, number, channel, reporter_kind, caller_sealed, caller_masked, caller_blind, words_sealed,
        place_text, lat, lon, remote, people_count, hints, received_at, acted_at, clock_started_at, first_contact,
        weather_severe, state, closing, remark_sealed, origin, origin_region, track_code
    ) VALUES (
        p_new, p_region, p_number, given.channel, given.reporter_kind, p_caller, given.caller_masked,
        given.caller_blind, p_words, p_place, given.lat, given.lon, given.remote, given.people_count, given.hints,
        p_at, given.acted_at, given.clock_started_at, p_actor, given.weather_severe, 'open', '', p_remark,
        given.id, given.region, p_track
    );
    UPDATE rescue_clue SET state = 'handed_over', closing = 'handed_over', closed_at = p_at,
        handed_to = p_new, handed_to_region = p_region WHERE id = p_source;
    INSERT INTO journal_event (
        id, kind, version, actor, typist, unit, region, subject_type, subject, acted_at, recorded_at, payload
    ) VALUES (
        p_event, 'rescue.clue_received', 1, p_actor, p_typist, p_unit, p_region, 'rescue.clue', p_new,
        given.clock_started_at, p_at, p_payload
    );
    RETURN true;
END $$
"""  # noqa: S608  the only thing put in is the constant above

_RETURN = f"""
CREATE FUNCTION rescue_return_clue(
    p_received uuid, p_remark bytea, p_event uuid, p_payload jsonb,
    p_actor uuid, p_typist uuid, p_unit uuid, p_at timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    got rescue_clue%ROWTYPE;
    source rescue_clue%ROWTYPE;
BEGIN
    SELECT * INTO got FROM rescue_clue
        WHERE id = p_received AND state = 'open' AND taken_on_at IS NULL AND ({_PAIRS}) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT * INTO source FROM rescue_clue
        WHERE id = got.origin AND state = 'handed_over' AND handed_to = got.id FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE rescue_clue SET state = 'open', closing = '', closed_at = NULL, handed_to = NULL, handed_to_region = NULL,
        handed_over_event = NULL, remark_sealed = p_remark WHERE id = source.id;
    UPDATE rescue_clue SET state = 'handed_over', closing = 'handed_over', closed_at = p_at,
        handed_to = source.id, handed_to_region = source.region WHERE id = got.id;
    INSERT INTO journal_event (
        id, kind, version, actor, typist, unit, region, subject_type, subject, acted_at, recorded_at, payload, voids
    ) VALUES (
        p_event, 'rescue.clue_returned', 1, p_actor, p_typist, p_unit, source.region, 'rescue.clue', source.id,
        p_at, p_at, p_payload, source.handed_over_event
    );
    RETURN true;
END $$
"""  # noqa: S608  the only thing put in is the constant above

# The chain of hand-overs ends: a returned clue points back to one that is open again and points nowhere.
_TRACK = """
CREATE FUNCTION rescue_track_clue(p_code text, p_event uuid, p_at timestamptz)
RETURNS TABLE (number text, state text, closing text, received_at timestamptz, on_scene_at timestamptz,
    closed_at timestamptz, elsewhere boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asked rescue_clue%ROWTYPE;
    now_at rescue_clue%ROWTYPE;
BEGIN
    SELECT * INTO asked FROM rescue_clue c WHERE c.track_code = p_code;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    now_at := asked;
    FOR hop IN 1..20 LOOP
        EXIT WHEN coalesce(now_at.handed_to, now_at.duplicate_of_id) IS NULL;
        SELECT * INTO now_at FROM rescue_clue c WHERE c.id = coalesce(now_at.handed_to, now_at.duplicate_of_id);
    END LOOP;
    INSERT INTO journal_event (
        id, kind, version, actor, typist, unit, region, subject_type, subject, acted_at, recorded_at, payload
    ) VALUES (
        p_event, 'rescue.clue_tracked', 1, '00000000-0000-0000-0000-000000000000',
        '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', asked.region, 'rescue.clue',
        asked.id, p_at, p_at, '{}'
    );
    RETURN QUERY SELECT asked.number::text, now_at.state::text, now_at.closing::text, asked.received_at,
        (SELECT min(d.on_scene_at) FROM rescue_dispatch d WHERE d.clue_id = now_at.id), now_at.closed_at,
        now_at.region / 1000000 <> asked.region / 1000000;
END $$
"""

_SIGNATURES = (
    "rescue_hand_over_clue(uuid, uuid, bigint, text, text, text, bytea, bytea, bytea, uuid, jsonb, uuid, uuid, uuid, "
    "timestamptz)",
    "rescue_return_clue(uuid, bytea, uuid, jsonb, uuid, uuid, uuid, timestamptz)",
    "rescue_track_clue(text, uuid, timestamptz)",
)

# Functions are open to everybody unless told otherwise; access.py grants tables only.
OPEN_DOORS = [
    _HAND_OVER,
    _RETURN,
    _TRACK,
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

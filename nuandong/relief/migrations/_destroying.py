"""The only door by which a season's personal data goes: rows of an approved destruction, one chunk in a transaction.

The door runs as the owner of the tables. It takes no ids from its caller: it works off the inventory that was approved,
checks the digest of each record, and each of its statements says itself what is never touched.
"""

from nuandong.machine.access import policy_condition

_PAIRS = policy_condition()

_DIGEST = """
CREATE FUNCTION relief_row_digest(p_table text, p_id uuid, p_salt bytea) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex'
SET datestyle = 'ISO, YMD' AS $$
DECLARE
    found text;
BEGIN
    EXECUTE format(
        'SELECT encode(sha256($1 || convert_to(t::text, ''UTF8'')), ''hex'') FROM %I t WHERE id = $2', p_table
    ) INTO found USING p_salt, p_id;
    RETURN coalesce(found, '');
END $$
"""

_NEEDED = """
CREATE FUNCTION relief_still_needed(p_table regclass, p_id uuid, p_spared text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    pointing record;
    found boolean;
BEGIN
    FOR pointing IN SELECT c.conrelid::regclass AS other, a.attname AS col FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = p_table AND c.conrelid::regclass::text <> ALL (p_spared)
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I = $1)', pointing.other, pointing.col)
            INTO found USING p_id;
        IF found THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$
"""

DESTROY = f"""
CREATE OR REPLACE FUNCTION relief_destroy_some(p_destruction uuid, p_most integer, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    under relief_destruction%ROWTYPE;
    item relief_destructionitem%ROWTYPE;
    gone uuid[] := '{{}}';
    lo bigint;
    worked integer := 0;
BEGIN
    SELECT * INTO under FROM relief_destruction WHERE id = p_destruction AND approved_at IS NOT NULL
        AND started_at IS NOT NULL AND destroyed_at IS NULL AND dropped_at IS NULL AND ({_PAIRS}) FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'relief: no approved destruction under way';
    END IF;
    lo := under.region;
    FOR item IN SELECT * FROM relief_destructionitem WHERE destruction_id = under.id AND destroyed_at IS NULL
        ORDER BY serial LIMIT p_most
    LOOP
        IF item.region < lo OR item.region >= lo + 1000000
            OR relief_row_digest(item.source, item.record, under.salt) <> item.digest THEN
            RAISE EXCEPTION 'relief: record % of the inventory changed', item.serial USING ERRCODE = 'serialization_failure';
        END IF;
        CASE item.source
        WHEN 'relief_ledgerfile' THEN
            UPDATE relief_ledgerfile SET name = '已销毁', layout = '{{}}', preview_sealed = NULL
                WHERE id = item.record AND state IN ('confirmed', 'withdrawn', 'refused');
        WHEN 'relief_ledgercopy' THEN
            DELETE FROM relief_ledgercopy WHERE id = item.record;
        WHEN 'relief_ledgerrow' THEN
            UPDATE relief_ledgerrow SET label = '已销毁', faults = '[]' WHERE id = item.record;
        WHEN 'relief_need' THEN
            UPDATE relief_need n SET household_type = '', loss_type = '', difficulty = '', period = '',
                account_sealed = NULL, account_masked = '',
                account_blind = NULL, bank = '', holder_masked = '', holder_other = NULL
                WHERE n.id = item.record AND NOT EXISTS (
                    SELECT FROM relief_entitlement e JOIN relief_season s ON s.id = e.season_id
                    WHERE e.household_id = n.household_id AND s.year = n.season);
        WHEN 'relief_application' THEN
            UPDATE relief_application a SET facts = '{{}}', trace = '{{}}', reason_sealed = NULL, head_masked = '已销毁',
                category = '' WHERE a.id = item.record
                AND NOT EXISTS (SELECT FROM relief_entitlement e WHERE e.application_id = a.id);
        WHEN 'relief_cardseen' THEN
            DELETE FROM relief_cardseen WHERE id = item.record;
        WHEN 'relief_outsideentry' THEN
            DELETE FROM relief_outsideentry WHERE id = item.record;
        WHEN 'relief_objection' THEN
            UPDATE relief_objection SET contact_sealed = NULL WHERE id = item.record AND state <> 'open';
        WHEN 'relief_finding' THEN
            UPDATE relief_finding SET facts = '{{}}'
                WHERE id = item.record AND (state <> 'open' OR gone_at IS NOT NULL);
        WHEN 'files_storedfile' THEN
            UPDATE files_storedfile f SET content_sealed = '', destroyed_at = p_at WHERE f.id = item.record
                AND NOT EXISTS (SELECT FROM relief_scan s
                    WHERE s.file = f.id AND s.kind <> '' AND s.dropped_at IS NULL)
                AND NOT EXISTS (SELECT FROM relief_archivepaper p WHERE p.file = f.id AND p.withdrawn_at IS NULL)
                AND NOT EXISTS (SELECT FROM relief_funds u WHERE u.scan = f.id);
        WHEN 'people_household' THEN
            UPDATE people_household h SET number = '', address_sealed = NULL, address_masked = '',
                version = version + 1 WHERE h.id = item.record AND NOT relief_still_needed('people_household', h.id,
                    ARRAY['people_membership', 'relief_application', 'relief_need', 'relief_cardseen']);
        WHEN 'people_person' THEN
            UPDATE people_person p SET name_sealed = NULL, name_masked = '',
                temporary_number = '已销毁-' || right(replace(p.id::text, '-', ''), 16), sex = 'unknown',
                birth_on = NULL, birth_year = NULL, ethnic_code = '', phone_sealed = NULL, phone_masked = '',
                address_sealed = NULL, address_masked = '', hukou_region = NULL, dead_on = NULL, photo = NULL,
                version = version + 1, changed_at = p_at WHERE p.id = item.record
                AND NOT relief_still_needed('people_person', p.id, ARRAY['people_membership',
                    'people_identitydocument', 'people_personkey', 'people_proposedpair', 'relief_outsideentry']);
            gone := gone || item.record;
        WHEN 'people_identitydocument' THEN
            DELETE FROM people_identitydocument d WHERE d.id = item.record AND NOT relief_still_needed(
                'people_person', d.person_id, ARRAY['people_membership', 'people_identitydocument',
                    'people_personkey', 'people_proposedpair', 'relief_outsideentry']);
        WHEN 'people_proposedpair' THEN
            DELETE FROM people_proposedpair WHERE id = item.record AND state <> 'same';
        ELSE
            RAISE EXCEPTION 'relief: % is never destroyed', item.source;
        END CASE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'relief: record % of the inventory is kept', item.serial;
        END IF;
        UPDATE relief_destructionitem SET destroyed_at = p_at WHERE id = item.id;
        worked := worked + 1;
    END LOOP;
    -- Search keys have no index by person: all of a chunk go in one pass.
    IF cardinality(gone) > 0 THEN
        DELETE FROM people_personkey k WHERE k.person_id = ANY(gone);
    END IF;
    UPDATE relief_destruction SET done = done + worked WHERE id = under.id;
    RETURN worked;
END $$
"""  # noqa: S608  the only thing put in is the constant above

_KEEP_INVENTORY = """
CREATE FUNCTION relief_destruction_items_stand() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM relief_destruction WHERE id = NEW.destruction_id AND approved_at IS NULL AND dropped_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'relief: the inventory of an approved destruction stands';
    END IF;
    RETURN NEW;
END $$
"""

_NEEDED_SIGNATURE = "relief_still_needed(regclass, uuid, text[])"
_DIGEST_SIGNATURE = "relief_row_digest(text, uuid, bytea)"
_DESTROY_SIGNATURE = "relief_destroy_some(uuid, integer, timestamptz)"

OPEN_DOORS = [
    _DIGEST,
    _NEEDED,
    DESTROY,
    _KEEP_INVENTORY,
    "CREATE TRIGGER relief_destruction_items_stand BEFORE INSERT ON relief_destructionitem"
    " FOR EACH ROW EXECUTE FUNCTION relief_destruction_items_stand()",
    f"REVOKE ALL ON FUNCTION {_NEEDED_SIGNATURE} FROM PUBLIC",
    f"REVOKE ALL ON FUNCTION {_DIGEST_SIGNATURE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_DIGEST_SIGNATURE} TO nuandong_web, nuandong_worker",
    f"REVOKE ALL ON FUNCTION {_DESTROY_SIGNATURE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_DESTROY_SIGNATURE} TO nuandong_worker",
]
CLOSE_DOORS = [
    "DROP TRIGGER relief_destruction_items_stand ON relief_destructionitem",
    "DROP FUNCTION relief_destruction_items_stand()",
    f"DROP FUNCTION {_DESTROY_SIGNATURE}",
    f"DROP FUNCTION {_NEEDED_SIGNATURE}",
    f"DROP FUNCTION {_DIGEST_SIGNATURE}",
]

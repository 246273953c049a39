"""The one function through which PostgreSQL's index is asked.

Under row-level security no condition on words becomes a condition of an index, since their operators are not leakproof
(16 ms against 0.6 over 400,000 rows). So this function runs as the role whose policy sees every agency, and reads the
agency from the setting of the transaction itself: whoever calls it gets no other's, whatever they ask for. Only the
application may call it; the portal may not.
"""

from agency.tenancy.scope import AGENCY_SETTING, PORTAL_ROLE, SYSTEM_ROLE

SCHEMA, TABLE = "rapport_search", "agency_searchentry"
NAME = f"{SCHEMA}.find"
MOST_MATCHES = 20_000
"""So many things with all the words are looked at; of a word that more hold, any so many."""
TAKES = "tsquery, tsquery, text[], boolean, integer"
BODY = f"""
DECLARE
    own bigint := nullif(current_setting('{AGENCY_SETTING}', true), '')::bigint;
BEGIN
    RETURN QUERY
    SELECT ranked.kind::text, ranked.object_id FROM (
        SELECT matching.kind, matching.object_id, row_number() OVER (
            PARTITION BY matching.kind
            ORDER BY matching.nearness DESC, matching.titled DESC, matching.at DESC, matching.id DESC
        ) AS place
        FROM (
            SELECT entry.id, entry.kind, entry.object_id, entry.at, entry.title @@ titles AS titled,
                   CASE WHEN near THEN ts_rank(entry.words, asked) ELSE 0 END AS nearness
            FROM public.{TABLE} entry
            WHERE entry.agency_id = own
              AND entry.words @@ (('''@' || own || '''')::tsquery && asked)
              AND entry.kind = ANY (kinds)
            LIMIT {MOST_MATCHES}
        ) matching
    ) ranked
    WHERE ranked.place <= most
    ORDER BY ranked.kind, ranked.place;
END
"""  # noqa: S608 - names of ours


def statements(app_role: str) -> list[str]:
    """What makes it, in a schema of its role's own; making it twice changes nothing."""
    called = f"{NAME}({TAKES})"
    return [
        f"CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION {SYSTEM_ROLE}",
        f"SET LOCAL ROLE {SYSTEM_ROLE}",
        f"""
        CREATE OR REPLACE FUNCTION {NAME}(asked tsquery, titles tsquery, kinds text[], near boolean, most integer)
        RETURNS TABLE (kind text, object_id bigint)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $search$
        #variable_conflict use_column
        {BODY}
        $search$
        """,
        f"REVOKE ALL ON FUNCTION {called} FROM PUBLIC, {PORTAL_ROLE}",
        f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC, {PORTAL_ROLE}",
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {app_role}",
        f"GRANT EXECUTE ON FUNCTION {called} TO {app_role}",
        "SET LOCAL ROLE NONE",
    ]

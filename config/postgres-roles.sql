-- The four roles of Rapport on PostgreSQL, and its database. Run once, by a superuser, with psql 15 or newer:
--     RAPPORT_OWNER_PASSWORD=… RAPPORT_APP_PASSWORD=… psql -U postgres -v ON_ERROR_STOP=1 -f config/postgres-roles.sql
--
-- rapport_owner   owns the database and every table; runs migrations (DATABASE_OWNER_URL)
-- rapport_app     serves web and worker (DATABASE_URL); owns nothing and cannot pass by row-level security
-- rapport_portal  nobody logs in as it; it may only read, and only what a client may see
-- rapport_system  nobody logs in as it; its policy sees every agency, and the two above take it on for moments
--
-- NOINHERIT: otherwise the policy of rapport_system would hold for its members all the time. An owner that does not
-- inherit does not get the rights of pg_database_owner either, so it is given the schema by name. What is set up in
-- template1 holds for databases made later, as the tests do.

\getenv owner_password RAPPORT_OWNER_PASSWORD
\getenv app_password RAPPORT_APP_PASSWORD
\if :{?owner_password}
\else
    \set owner_password ''
\endif
\if :{?app_password}
\else
    \set app_password ''
\endif

CREATE ROLE rapport_system NOLOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT;
CREATE ROLE rapport_portal NOLOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT;
CREATE ROLE rapport_owner LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT PASSWORD :'owner_password';
CREATE ROLE rapport_app LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT PASSWORD :'app_password';
GRANT rapport_system, rapport_portal TO rapport_owner, rapport_app;

-- Row-level security ties every table to every other by its agency, so that PostgreSQL would weigh all orders of a join
-- of seven for 20 ms and more; the order in which Django writes them is a good one.
ALTER ROLE rapport_app SET join_collapse_limit = 4;

\connect template1
GRANT ALL ON SCHEMA public TO rapport_owner;
GRANT USAGE ON SCHEMA public TO rapport_app, rapport_system, rapport_portal;
ALTER DEFAULT PRIVILEGES FOR ROLE rapport_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO rapport_app, rapport_system;
ALTER DEFAULT PRIVILEGES FOR ROLE rapport_owner GRANT USAGE, SELECT ON SEQUENCES TO rapport_app, rapport_system;

CREATE DATABASE rapport OWNER rapport_owner TEMPLATE template1 ENCODING 'UTF8';
REVOKE CONNECT ON DATABASE rapport FROM PUBLIC;
GRANT CONNECT ON DATABASE rapport TO rapport_app;

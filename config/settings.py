"""All settings, from the environment. Development runs on nothing but Python; production refuses unsafe values."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env, sign_in_forms

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("RAPPORT_DATA_DIR", str(BASE_DIR / "var")))
for folder in ("files", "cache", "static", "broker/queue", "broker/control"):
    (DATA_DIR / folder).mkdir(parents=True, exist_ok=True)

# --- Who and where ---------------------------------------------------------------------------------------------------
PRODUCTION = env.text("RAPPORT_ENV", "development") == "production"
DEBUG = env.flag("RAPPORT_DEBUG", default=False)
DEMO = env.flag("RAPPORT_DEMO", default=False)
SIGNUP_OPEN = env.flag("RAPPORT_SIGNUP_OPEN", default=not PRODUCTION)
SECRET_KEY = env.text("RAPPORT_SECRET_KEY", "" if PRODUCTION else "development-only-" + "k" * 48)
FIELD_KEY = env.text("RAPPORT_FIELD_KEY", "" if PRODUCTION else "ZGV2ZWxvcG1lbnQtb25seS1maWVsZC1rZXktMDAwMDA=")
BASE_URL = env.text("RAPPORT_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("RAPPORT_ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,testserver")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- Rooms ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "agency.apps.AgencyConfig",
    "clients.apps.ClientsConfig",
    "comms.apps.CommsConfig",
    "reports.apps.ReportsConfig",
    "portal.apps.PortalConfig",
    "api.apps.ApiConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.requests.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "agency.nul.NulMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "agency.fragments.FragmentsMiddleware",
    "agency.tenancy.middleware.TenantMiddleware",
    "agency.locale.LocaleMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "agency.User"
APPEND_SLASH = True
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # a report is shown in a frame beside its text, from the same origin only

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "agency.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "agency.templatetags.rapport"],
        },
    },
]

FORM_RENDERER = "agency.forms.renderer.Renderer"

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL", f"sqlite://{DATA_DIR / 'rapport.sqlite3'}")
DATABASES = {"default": env.database(DATABASE_URL)}
REDIS_URL = env.text("REDIS_URL")
QUICKLY = {"socket_connect_timeout": 1, "socket_timeout": 1}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "rapport",
        "OPTIONS": QUICKLY,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(DATA_DIR / "cache")},
}
# What a query can find again: pages go on without it when Redis is away.
CACHES["shortcuts"] = CACHES["default"] | ({"BACKEND": "agency.shortcuts.ShortcutCache"} if REDIS_URL else {})
FILES_DIR = DATA_DIR / "files"
MEDIA_ROOT = FILES_DIR
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("RAPPORT_STATIC_DIR", str(DATA_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Signing in -------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front_door"
ACCOUNT_ADAPTER = "agency.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = sign_in_forms.ACCOUNT
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https") else "http"
# Behind the proxy that production has in front, an address for the rate limits is the last that it has seen.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
MFA_ADAPTER = "agency.accounts.MfaAdapter"
MFA_FORMS = sign_in_forms.SECOND_FACTOR
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Rapport"
USERSESSIONS_TRACK_ACTIVITY = False
INVITATION_DAYS = 7

# --- Mail -------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "comms.outbox_backend.OutboxBackend"
SMTP = env.smtp(env.text("RAPPORT_SMTP_URL", "smtp://127.0.0.1:2525"))
SMTP_TIMEOUT = 20
MAIL_DOMAIN = env.text("RAPPORT_MAIL_DOMAIN", "mail.rapport.example")
DNS_SERVERS = env.words("RAPPORT_DNS_SERVERS", "")
INTERNAL_HOSTS = env.words("RAPPORT_INTERNAL_HOSTS", "" if PRODUCTION else "*")
HOOK_SECRET = env.text("RAPPORT_HOOK_SECRET")
HOOK_KEY = env.text("RAPPORT_HOOK_KEY")
DEFAULT_FROM_EMAIL = env.text("RAPPORT_FROM", f"Rapport <accounts@{MAIL_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Time and language ------------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic")), ("ru", _("Russian")), ("zh-hans", _("Simplified Chinese"))]
STAFF_LANGUAGES = ["en", "ar"]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SECURE = PRODUCTION
FORMAT_MODULE_PATH = None

# --- Safety -----------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "object-src": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "agency.views.errors.expired_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.flag("RAPPORT_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = env.flag("RAPPORT_HSTS_PRELOAD", default=True)

# --- The machine's door -----------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.ScopedByToken"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.OperationSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSON"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"token": env.text("RAPPORT_API_RATE", "600/min")},
    "EXCEPTION_HANDLER": "api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": 1 if PRODUCTION else 0,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rapport",
    "VERSION": "1",
    "DESCRIPTION": "Clients, requests, calls, summaries, decisions, scope, tasks and reports of one agency.",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SORT_OPERATIONS": False,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "api.schema.tidied"],
    "ENUM_NAME_OVERRIDES": {
        "RequestState": "comms.models.Request.State",
        "TaskState": "clients.models.Task.State",
        "ScopeState": "clients.models.ScopeOfWork.State",
        "FlagState": "comms.models.ScopeFlag.State",
        "SummaryState": "comms.models.Summary.State",
        "ReportState": "reports.models.Report.State",
        "MailState": "comms.models.OutboxMessage.State",
        "InboundState": "comms.models.InboundMessage.State",
        "InteractionKind": "comms.models.Interaction.Kind",
        "LineKind": "comms.models.SummaryLine.Kind",
        "SpokenKind": "api.serializers.calls.SPOKEN_CHOICES",
        "MeetingKind": "comms.models.Meeting.Kind",
        "MeetingWay": "comms.models.Meeting.Way",
        "MeetingState": "comms.models.Meeting.State",
        "QuotableKind": "api.serializers.search.QUOTABLE",
        "LeavingReason": "clients.models.Client.LeavingReason",
    },
}

# --- Work in the background -------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "folder://localhost"  # config/broker.py
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    {"socket_timeout": 5, "socket_connect_timeout": 5, "max_retries": 1, "interval_start": 0, "interval_max": 0.1}
    if REDIS_URL
    else {
        "data_folder_in": str(DATA_DIR / "broker/queue"),
        "data_folder_out": str(DATA_DIR / "broker/queue"),
        "control_folder": str(DATA_DIR / "broker/control"),
        "polling_interval": 0.1,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_ROUTES = {  # others' slow servers stop no clocks
    f"comms.tasks.{name}": {"queue": "mailboxes"}
    for name in ("poll_mailbox", "deliver_own", "deliver_post", "check_domain")
}
CELERY_TIMEZONE = "UTC"

# --- What is written down ---------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{levelname:<7} {name} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {
        "out": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env.flag("RAPPORT_LOG_JSON", default=PRODUCTION) else "plain",
        }
    },
    "root": {"handlers": ["out"], "level": env.text("RAPPORT_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["out"], "propagate": False, "level": "INFO"},
        # Below 500 it tells addresses, which are secret in signed links, and stacks for mere refusals; the request
        # was told of already (config/requests.py).
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}

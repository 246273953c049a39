"""Our forms for django-allauth's pages: the name that it looks for, and the class."""

_HERE = "agency.forms.accounts"

ACCOUNT = {
    "login": f"{_HERE}.SignInForm",
    "request_login_code": f"{_HERE}.CodeRequestForm",
    "confirm_login_code": f"{_HERE}.SignInCodeForm",
    "confirm_email_verification_code": f"{_HERE}.AddressCodeForm",
    "signup": f"{_HERE}.SignUpForm",
    "reset_password": f"{_HERE}.ResetForm",
    "reset_password_from_key": f"{_HERE}.NewPasswordForm",
    "set_password": f"{_HERE}.SetPasswordForm",
    "change_password": f"{_HERE}.ChangePasswordForm",
    "reauthenticate": f"{_HERE}.ReauthenticateForm",
    "add_email": f"{_HERE}.AddAddressForm",
}
SECOND_FACTOR = {
    "authenticate": f"{_HERE}.SecondFactorForm",
    "reauthenticate": f"{_HERE}.SecondFactorAgainForm",
    "activate_totp": f"{_HERE}.ActivateAppForm",
    "add_webauthn": f"{_HERE}.AddPasskeyForm",
    "edit_webauthn": f"{_HERE}.RenamePasskeyForm",
}

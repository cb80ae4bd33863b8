"""One's own account and signing in, under /account/. Only those addresses of allauth's that we use."""

from allauth.account import views as account
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from allauth.socialaccount import views as socialaccount
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import include, path

from consultation.people.views import account as own
from consultation.people.views import sign_in

urlpatterns = [
    path("", own.overview, name="account_overview"),
    path("login/", sign_in.sign_in, name="account_login"),
    path("login/code/", sign_in.request_code, name="account_request_login_code"),
    path("login/code/confirm/", sign_in.enter_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", sign_in.no_sign_up, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("email/", own.fresh(account.email), name="account_email"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("password/change/", own.fresh(account.password_change), name="account_change_password"),
    path("password/set/", own.fresh(account.password_set), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/confirm/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("password/reset/complete/", account.complete_password_reset, name="account_complete_password_reset"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("groep/verlaten/", own.leave, name="leave-group"),
    path("2fa/totp/activate/", own.fresh(activate_totp)),
    path("2fa/webauthn/add/", own.fresh(add_webauthn)),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("3rdparty/", own.fresh(socialaccount.connections), name="socialaccount_connections"),
    path("3rdparty/login/cancelled/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    path("3rdparty/login/error/", socialaccount.login_error, name="socialaccount_login_error"),
    path("3rdparty/signup/", sign_in.no_sign_up, name="socialaccount_signup"),
    path("oidc/<str:provider_id>/login/", openid_connect.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", openid_connect.callback, name="openid_connect_callback"),
]

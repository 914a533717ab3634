from django.urls import include, path

from accounts.views import company, invitations, members, profile, sign_up

pages = [
    path("sign-up/", sign_up.sign_up, name="sign_up"),
    path("sign-up/confirm/", sign_up.confirm, name="confirm_sign_up"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("account/security/", profile.security, name="security"),
    path("account/second-factor/", profile.second_factor, name="second_factor"),
    path("profile/", profile.profile, name="profile"),
    path("photo/<uuid:pk>/", profile.photo, name="photo"),
    path("members/", members.members, name="members"),
    path("members/invite/", invitations.invite, name="invite"),
    path("members/invite/csv/", invitations.invite_many, name="invite_many"),
    path("members/permissions/", members.permissions, name="permissions"),
    path("members/<uuid:pk>/", members.member, name="member"),
    path("members/<uuid:pk>/role/", members.role, name="role"),
    path("members/<uuid:pk>/deactivate/", members.deactivate, name="deactivate"),
    path("members/<uuid:pk>/reactivate/", members.reactivate, name="reactivate"),
    path("invitations/<uuid:pk>/resend/", invitations.resend, name="resend"),
    path("invitations/<uuid:pk>/revoke/", invitations.revoke, name="revoke"),
    path("company/", company.company, name="company"),
    path("company/logo/", profile.logo, name="logo"),
    path("company/switch/", profile.switch, name="switch"),
    path("company/activity/", company.activity, name="activity"),
]

urlpatterns = [path("palette/", company.palette, name="palette"), path("", include((pages, "accounts")))]

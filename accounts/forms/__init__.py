from accounts.forms.companies import CompanyForm, CompanyNameForm, ConfirmForm, SignUpForm
from accounts.forms.members import ActivityFilter, BulkForm, DeactivateForm, InviteForm, JoinForm, RoleForm
from accounts.forms.profiles import ProfileForm

__all__ = [
    "ActivityFilter", "BulkForm", "CompanyForm", "CompanyNameForm", "ConfirmForm", "DeactivateForm", "InviteForm", "JoinForm",
    "ProfileForm", "RoleForm", "SignUpForm",
]  # fmt: skip

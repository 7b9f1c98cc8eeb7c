"""Who may do what. Asked at the door of every query and operation of the desk; the pages only repeat the answer."""

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

Person = User | AnonymousUser


def may_keep_lists(person: Person) -> bool:
    """Whether a person may take in, correct and keep lists: staff, and whoever was given the permission."""
    return bool(person.is_active and (person.is_staff or person.has_perm("registry.keep_list")))


def require_desk(person: Person) -> User:
    """The person, who may use the desk; PermissionDenied for anybody else."""
    if not isinstance(person, User) or not may_keep_lists(person):
        raise PermissionDenied
    return person

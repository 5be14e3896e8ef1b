"""Invitations that coordinators write, and what chats choose about them."""

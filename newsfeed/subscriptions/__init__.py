"""Subscriptions: their state, schedule, discovery and polling."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClientsConfig(AppConfig):
    name = "clients"
    verbose_name = _("Clients")

    def ready(self) -> None:
        from agency import registry
        from agency.registry import ClientTab, NavEntry
        from clients import registrations as room, searching
        from clients.demo.briefing import brief
        from clients.demo.story import take_clients_on
        from clients.domain.clients import hand_over_everything
        from clients.queries.work import open_count
        from clients.tellers import TELLERS
        from clients.verb_words import VERB_WORDS

        registry.nav_entries += [
            NavEntry("clients", _("Clients"), "clients", "users", 30, "client.read", go="c"),
            NavEntry(
                "work", _("Work"), "work", "task", 40, "task.complete", phone=False, count=room.late_count, go="w"
            ),
        ]
        registry.nav_places |= dict.fromkeys(
            ["people", "contacts", "goals", "scopes", "briefing-answers", "terms"], "clients"
        ) | {"tasks": "work"}
        registry.client_tabs += [
            ClientTab("timeline", _("Timeline"), "client", 10, "client.read"),
            ClientTab("scope", _("Scope"), "scope", 50, "scope.read"),
            ClientTab("work", _("Work"), "client_work", 60, "client.read", open_count),
            ClientTab("goals", _("Goals"), "client_goals", 70, "client.read"),
            ClientTab("briefing", _("Briefing"), "client_briefing", 80, "briefing.read"),
            ClientTab("glossary", _("Glossary"), "client_glossary", 75, "client.read"),
            ClientTab("people", _("People"), "client_people", 90, "client.read"),
        ]
        registry.timeline_tellers |= TELLERS
        searching.put_in()
        registry.sidebar_clients.append(room.sidebar)
        registry.holdings.append(room.held_by)
        registry.hand_overs.append(hand_over_everything)
        registry.clients_led.append(room.clients_led)
        registry.first_steps.append(room.take_on_a_client)
        registry.client_directory.append(room.directory)
        registry.today_rows += [room.tasks_today, room.silences]
        registry.verb_words |= VERB_WORDS
        room.name_things()
        registry.demo_stories += [(20, take_clients_on), (21, brief)]

"""The main job of Rapport, end to end, in chapters: each stands on those before it, in one world, in real browsers."""

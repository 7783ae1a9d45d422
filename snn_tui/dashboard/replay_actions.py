"""What the user can do while a recording is replayed, and at no other time."""

from snn_tui.dashboard.user_action import UserAction

OF_A_REPLAY = (
    UserAction("step_back", "step_back", "comma", ",", "Single step back",
               "Go back by one step, and pause", "Replay", "back", ",", 5, in_replay="alone"),
    UserAction("backwards", "backwards", "v", "v", "Backwards or forwards",
               "Let time go the other way", "Replay", "backwards", "v", 1, in_replay="alone"),
    UserAction("go_to_time", "go_to_time", "G", "G", "Go to a time",
               "Type a time in s or ms; a click into the time bar goes there too", "Replay",
               "time", "G", 1, in_replay="alone"),
    UserAction("to_start", "reset", "ctrl+home", "Ctrl+Home", "Go to the start",
               "Of the recording; r does it too", "Replay", in_replay="alone"),
    UserAction("to_end", "to_end", "ctrl+end", "Ctrl+End", "Go to the end",
               "Of the recording", "Replay", in_replay="alone"),
)  # fmt: skip

from . import som_allocation_replay
from . import som_allocation_replay_past
from . import som_allocation_replay_play
from . import som_allocation_replay_result
from . import som_allocation_replay_line
from . import som_allocation_policy

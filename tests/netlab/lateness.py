"""Whether the machine was fast enough for what an emulated line shows: the line runs in real time, so a machine that is too
slow for it spoils a run. Such a run is repeated twice, and a third one fails. The emulator's log says which."""
import sys

import log_truth

# Seconds, of the emulator, the sender and the far end. Beyond these the machine disturbs what the tests compare. The log holds what the
# emulator did, late or not, so that only queues and TCP notice its lateness; a probe calls itself disturbed when it waits for
# a fifth of the time.
FOR_FIGURES = (0.01, 0.0007, 0.005)
FOR_VERDICTS = (0.05, 0.0035, 0.01)  # of limits that lie far from what the line is

late_runs = []  # what made each run late that was repeated


def lateness(rows, port, most):
    """Why the run says nothing; empty when it does."""
    emulator = log_truth.emulator_lateness(rows)
    sender = log_truth.sender_lateness(rows, port)
    far = log_truth.far_lateness(rows, port)
    if emulator > most[0]:
        return f"the emulator itself was {emulator * 1e3:.1f} ms late"
    if sender > most[1]:
        return f"packets were sent {sender * 1e3:.1f} ms late in the mean"
    if far > most[2]:
        return f"the far end kept packets for {far * 1e3:.1f} ms"
    return ""


def in_time(run, port=8700, most=FOR_FIGURES, right=lambda result: False):
    """What `run` gives, a result and the log's rows, of a run that the machine did not spoil: one that came out `right` it
    did not."""
    for _ in range(3):
        result, rows = run()
        late = lateness(rows, port, most)
        if not late or right(result):
            return result, rows
        late_runs.append(late)
    raise AssertionError(f"machine too slow: {late}, three times; run this test on a quieter one")


def tell():
    """How many runs were repeated; for tearDownModule()."""
    print(f"{len(late_runs)} runs were late" + "".join(f"\n  {why}" for why in late_runs), file=sys.stderr)

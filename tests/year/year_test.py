"""A year of checks in 14 zones: the times at which our schedule plans and begins them, in every form of the settings,
against the same rules worked out here with Python's zoneinfo. 77: this computer has no zones for Python."""
import datetime as dt
import os
import subprocess
import sys
import tempfile
import unittest
import zoneinfo

UTC = dt.timezone.utc
FROM, TO = dt.datetime(2026, 1, 1, tzinfo=UTC), dt.datetime(2027, 1, 1, tzinfo=UTC)
MARGIN = dt.timedelta(days=2, hours=3, minutes=7)  # what waits at either end is no matter of zones; no check is at it
LEAD, SPREAD = dt.timedelta(minutes=10), dt.timedelta(minutes=1)

# Half an hour, two hours, at midnight, at 24:00, backwards for Ramadan, off by quarters, and none at all.
ZONES = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca",
         "Africa/Cairo", "Asia/Beirut", "America/Havana", "America/Santiago", "Pacific/Chatham", "Antarctica/Troll",
         "Asia/Kathmandu", "Asia/Karachi", "America/Nuuk"]
try:
    for name in ZONES:
        zoneinfo.ZoneInfo(name)
except zoneinfo.ZoneInfoNotFoundError as why:
    print(f"no zones: {why}")
    sys.exit(77)


def utc(zone, local):
    """The first moment at which the clocks of the zone show `local`; None where they never do."""
    moment = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == local else None


def moment(zone, local):
    """The same, or the change of the clocks that leaves it out."""
    found = utc(zone, local)
    if found:
        return found
    offset = lambda at: at.astimezone(zone).utcoffset()  # noqa: E731
    low, high = (local.replace(tzinfo=UTC) + dt.timedelta(days=by) for by in (-2, 2))
    before = offset(local.replace(tzinfo=zone, fold=0).astimezone(UTC) - dt.timedelta(hours=4))
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    return high.replace(microsecond=0)


def days():
    day = FROM.date() - dt.timedelta(days=3)
    while day < TO.date() + dt.timedelta(days=3):
        yield day
        day += dt.timedelta(days=1)


def at(day, hour, minute):
    return dt.datetime(day.year, day.month, day.day, hour, minute)


def shifts(zone, weekdays, begin, lasts, exceptions=None):
    """When the shifts of a job begin that last so many minutes by the clocks; none that no moment lies in."""
    for day in days():
        usual = [(*begin, lasts)] if day.weekday() in weekdays else []
        for hour, minute, minutes in (exceptions or {}).get(day.isoformat(), usual):
            local = at(day, hour, minute)
            begins, ends = moment(zone, local), moment(zone, local + dt.timedelta(minutes=minutes))
            if begins < ends:
                yield begins


def occurrences(zone, weekdays, times):
    """When a calendar expression does."""
    for day in days():
        if day.weekday() in weekdays:
            yield from filter(None, (utc(zone, at(day, hour, minute)) for hour, minute in times))


def by_day(zone, slots):
    """The first slot of each local day, with the day's begin, and the other slots."""
    first, rest, known = [], [], set()
    for slot in slots:
        day = slot.astimezone(zone).date()
        if day in known:
            rest.append(slot)
        else:
            known.add(day)
            first.append((slot, moment(zone, at(day, 0, 0))))
    return first, rest


def every(hours):
    slot = FROM.replace(hour=0) - dt.timedelta(days=3)  # a multiple of a day since 1970
    while slot < TO + dt.timedelta(days=3):
        yield slot
        slot += dt.timedelta(hours=hours)


class Year(unittest.TestCase):
    def runs(self, settings, tz=None):
        """{(job, weight): [(planned, shift, fate)]} of ours, in order."""
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(settings)
            file.flush()
            done = subprocess.run([os.environ["RUNS_OF_YEAR"], file.name, FROM.strftime("%Y-%m-%dT%H:%M:%SZ"),
                                   TO.strftime("%Y-%m-%dT%H:%M:%SZ")], capture_output=True, text=True,
                                  env=dict(os.environ, TZ=tz or "UTC"), check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = {}
        read = dt.datetime.fromisoformat
        for line in done.stdout.splitlines():
            planned, job, weight, shift, fate = line.split()
            shift = None if shift == "-" else read(shift.replace("Z", "+00:00"))
            found.setdefault((int(job), weight), []).append((read(planned.replace("Z", "+00:00")), shift, fate))
        return {key: sorted(of, key=lambda run: run[0]) for key, of in found.items()}

    def within(self, moments, key=lambda run: run):
        return [one for one in moments if FROM + MARGIN < key(one) < TO - MARGIN]

    def assertShifts(self, ours, expected, what):
        """Each shift has its full check, which began in the minute that ends `lead` before it."""
        ours = self.within(ours, lambda run: run[1])
        self.assertEqual([shift for _, shift, _ in ours], self.within(sorted(set(expected))), what)
        for planned, shift, fate in ours:
            self.assertTrue(shift - LEAD - SPREAD <= planned <= shift - LEAD, f"{what}: {planned} for {shift}")
            self.assertEqual(fate, "done", f"{what}: {planned}")

    def assertSlots(self, ours, expected, what):
        ours, expected = self.within([run[0] for run in ours]), self.within(sorted(set(expected)))
        self.assertEqual(len(ours), len(expected), what)
        for planned, slot in zip(ours, expected):
            self.assertTrue(slot <= planned <= slot + SPREAD, f"{what}: {planned} for {slot}")

    WEEK = range(7)
    SHIFTS = [('["Mon..Fri 20:00-05:00"]', (range(5), (20, 0), 540)), ('["00:00-06:00"]', (WEEK, (0, 0), 360)),
              ('["02:30-04:00"]', (WEEK, (2, 30), 90)), ('["Sat,Sun 01:15-24:00"]', ((5, 6), (1, 15), 1365)),
              ('["Sun 03:00-03:30"]', ((6,), (3, 0), 30))]

    def jobs(self, zone, forms):
        where = f'zone = "{zone}"\n' if zone else ""
        return "".join(f'[[job]]\nspec = "voice-baseline"\nreference = "{i}"\nlead = "10 min"\nshifts = {form}\n{where}'
                       for i, form in enumerate(forms))

    def test_shifts(self):
        for name in ZONES:
            zone = zoneinfo.ZoneInfo(name)
            away = {"2026-03-29": [], "2026-10-25": [(2, 30, 150), (9, 0, 180)], "2026-04-24": [(0, 0, 480)]}
            written = 'exceptions = { 2026-03-29 = "off", 2026-10-25 = ["02:30-05:00", "09:00-12:00"], ' \
                '2026-04-24 = ["00:00-08:00"] }\n'
            own = self.jobs("", [form for form, _ in self.SHIFTS])
            forms = [form for form, _ in self.SHIFTS] + ['["11:00-19:00"]']
            named = self.jobs(name, forms) + written
            for settings, tz in ((named, "Asia/Tokyo"), (own, name), (own, ":" + name)):
                runs = self.runs(settings, tz)
                for i, (form, rule) in enumerate(self.SHIFTS):
                    self.assertShifts(runs[i, "full"], shifts(zone, *rule), f"{name} by {tz} {form}")
            runs = self.runs(named)
            expected = shifts(zone, self.WEEK, (11, 0), 480, away)
            self.assertShifts(runs[len(self.SHIFTS), "full"], expected, f"{name} exceptions")

    def test_calendar_expressions(self):
        rules = [("*-*-* 00:30", self.WEEK, [(0, 30)]), ("Mon..Fri *-*-* 12:00", range(5), [(12, 0)]),
                 ("Sun *-*-* 01..03:15", (6,), [(1, 15), (2, 15), (3, 15)]), ("daily", self.WEEK, [(0, 0)])]
        for name in ZONES:
            zone = zoneinfo.ZoneInfo(name)
            expected = sorted({one for _, weekdays, times in rules for one in occurrences(zone, weekdays, times)})
            first, rest = by_day(zone, expected)
            own = ", ".join(f'"{text}"' for text, _, _ in rules)
            named = ", ".join(f'"{text} {name}"' for text, _, _ in rules)
            for on, tz in ((named, "Asia/Tokyo"), (own, name)):
                runs = self.runs(f'[schedule]\non = [{on}]\nspread = "0 s"\n[[job]]\nspec = "voice-baseline"\n'
                                 f'zone = "{name}"\n[[job]]\nspec = "chat-baseline"\nzone = "{name}"\n'
                                 'shifts = ["Wed 17:00-18:00"]\nlead = "10 min"\n', tz)
                what = f"{name} by {tz}"
                self.assertSlots(runs[0, "full"], [slot for slot, _ in first], what)
                self.assertEqual(self.within([shift for _, shift, _ in runs[0, "full"]]),
                                 self.within([begin for _, begin in first]), what)
                self.assertSlots(runs[0, "light"], rest, what)
                self.assertSlots(runs[1, "light"], expected, what)

    def test_one_full_check_a_day_where_there_are_no_shifts(self):
        for name in ZONES:
            zone = zoneinfo.ZoneInfo(name)
            first, rest = by_day(zone, every(6))
            for settings, tz in ((f'zone = "{name}"\n', "Asia/Tokyo"), ("", name)):
                runs = self.runs(f'[schedule]\nevery = "6 h"\n[[job]]\nspec = "voice-baseline"\n{settings}', tz)
                what = f"{name} by {tz}"
                self.assertSlots(runs[0, "full"], [slot for slot, _ in first], what)
                self.assertEqual(self.within([shift for _, shift, _ in runs[0, "full"]]),
                                 self.within([begin for _, begin in first]), what)
                self.assertSlots(runs[0, "light"], rest, what)


if __name__ == "__main__":
    unittest.main()

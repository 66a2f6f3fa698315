"""Charts of consent: who agreed to what, to which version, and how that develops."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui.charts.chart import Drawn, Input, day, hidden, whole
from ui.charts.paper import BAR, base, height_of, on, percent_axis, time_axis, wrapped
from ui.palette import Palette
from ui.words import HIDDEN, Words

A_YEAR = timedelta(days=365)
STATES = ("explicit", "implied", "outdated", "pending", "refused", "withdrawn")
ROOM = 0.35  # of a bar, from which on its share can stand in it on a telephone
UNSEEN = {"shape": ".", "fillmode": "overlay", "size": 5, "solidity": 0.2}  # dotted: some people, in no known state


def states(given: Input) -> Drawn | None:
    """Each purpose as one bar of a hundred per cent of its people, state by state; what the role does not see last."""
    w, p = given.words, given.palette
    known = given.more["consent.coverage"].dropna(subset=["population"]).set_index("purpose")["population"]
    people = known[known > 0]
    purposes = [purpose for purpose in given.frame["purpose"].unique() if purpose in people.index][::-1]
    if not purposes:
        return None
    people = people[purposes].astype(float)
    counts = given.frame.pivot(index="purpose", columns="state", values="subjects").reindex(purposes).fillna(0)
    unseen = people - counts.sum(axis=1)
    labels = [wrapped(w.word("purpose", purpose)) for purpose in purposes]
    figure = go.Figure()

    def add(name: str, numbers: pd.Series, colour: str, pattern: dict[str, Any]) -> None:
        shares = list(numbers / people)
        figure.add_bar(
            y=labels,
            x=shares,
            orientation="h",
            name=name,
            marker={"color": colour, "line": {"color": p.paper, "width": 1}, "pattern": pattern},
            text=[w.percent(share, 0) if share >= 0.06 else "" for share in shares],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": on(colour, p)},
            customdata=[w.number(count) for count in numbers],
            hovertemplate="%{y}<br>%{fullData.name}: %{customdata}<extra></extra>",
        )

    for state, colour in zip(STATES, state_colours(p), strict=True):
        add(w.word("state", state), counts.get(state, people * 0), colour, hatch(state, p))
    if unseen.any():
        add(w.text("not shown to your role"), unseen, p.paper, UNSEEN | {"fgcolor": p.quiet})
    # On a telephone a narrow part has no room for its number: it is left out rather than made too small to read.
    figure.update_layout(barmode="stack", uniformtext={"minsize": 10, "mode": "hide"})
    figure.update_xaxes(visible=False, range=[0, 1])
    base(figure, w, p, height=height_of(labels) + 130, legend=True, grid="x")
    return Drawn(figure, _accepted(given, people, w), w.text("share of active users"), float(people.max()))


def _accepted(given: Input, people: pd.Series, w: Words) -> str:
    """How many have accepted the policy, by either way that the role sees."""
    share, implied = (_share(given, state, people, w) for state in ("explicit", "implied"))
    if share is None:
        return w.text("How many have accepted the policy in force is not shown to your role.")
    if implied is None:
        return w.text("{share} of active users have accepted the policy in force explicitly.", share=share)
    return w.text(
        "{share} of active users have accepted the policy in force explicitly; {implied} by continuing to use the app.",
        share=share,
        implied=implied,
    )


def _share(given: Input, state: str, people: pd.Series, w: Words) -> str | None:
    """Of the people asked for the policy; None where the role does not see it."""
    row = given.frame[(given.frame["purpose"] == "policy") & (given.frame["state"] == state)]
    if hidden(row, "subjects").any():
        return None
    return w.percent(whole(row["subjects"].sum()) / people["policy"] if "policy" in people else None)


def coverage(given: Input) -> Drawn | None:
    """Bullet bars: explicit as the bar, implied as a fainter piece beside it, never inside it."""
    w, p = given.words, given.palette
    column = given.frame.columns[0]
    kind = {"purpose": "purpose", "role": "role"}.get(column, "")
    unseen = hidden(given.frame, "coverage")
    frame = given.frame[~unseen & (given.frame["population"].fillna(0) > 0)]
    if frame.empty:
        return None
    frame = frame.sort_values("coverage", ascending=False).tail(25).iloc[::-1]
    names = [_whose(kind, value, w) for value in frame[column]]
    labels = [wrapped(name) for name in names]
    explicit = [whole(value) for value in frame["coverage"]]
    implied = [whole(row.implied) / row.population for row in frame.itertuples()]
    figure = go.Figure()
    figure.add_bar(
        y=labels,
        x=explicit,
        orientation="h",
        name=w.word("state", "explicit"),
        marker={"color": p.scale[0]},
        text=[w.percent(value) for value in explicit],
        textposition=["inside" if value >= ROOM else "outside" for value in explicit],
        insidetextanchor="end",
        textfont={"color": on(p.scale[0], p)},
        outsidetextfont={"color": p.ink},
        constraintext="none",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    figure.add_bar(
        y=labels,
        x=implied,
        orientation="h",
        name=w.word("state", "implied"),
        marker={
            "color": p.scale[3],
            "pattern": {"shape": "/", "fillmode": "overlay", "fgcolor": p.quiet, "size": 5, "solidity": 0.15},
        },
        customdata=[w.percent(value) for value in implied],
        hovertemplate="%{y}, %{fullData.name}: %{customdata}<extra></extra>",
    )
    figure.update_layout(barmode="stack")
    percent_axis(figure, w, p)
    base(figure, w, p, height=height_of(labels) + 100, legend=True, grid="x")
    lowest = {"who": names[0], "share": w.percent(frame.iloc[0]["coverage"])}
    finding = (
        w.text("Lowest explicit coverage of those shown: {who}, {share}.", **lowest)
        if unseen.any()
        else w.text("Lowest explicit coverage: {who}, {share}.", **lowest)
    )
    left_out = (w.text("left out, because not shown to your role: {n}", n=w.number(unseen.sum())),)
    people = float(frame["population"].max() if column == "purpose" else frame["population"].sum())
    return Drawn(figure, finding, w.text("share of active users"), people, left_out if unseen.any() else ())


def _whose(kind: str, value: Any, w: Words) -> str:
    if pd.isna(value):
        return w.text("no role named")
    return w.word(kind, value) if kind else w.text("building {number}", number=value)


def trend(given: Input) -> Drawn | None:
    """People by state over time, stacked; each version of the policy is a dated line."""
    w, p = given.words, given.palette
    people = _people_by_day(given.frame)
    frame = given.frame[given.frame["day"].isin(people.index)]
    if given.picked:
        frame = frame[frame["purpose"] == given.picked]
    if len(people) < 2 or given.frame["day"].max() not in people.index:  # of the day itself nothing could be said
        return None
    wide = frame.pivot(index="day", columns="state", values="subjects")
    unseen = people - wide.fillna(0).sum(axis=1)
    figure = go.Figure()

    def add(name: str, counts: pd.Series, colour: str, pattern: dict[str, Any]) -> None:
        figure.add_scatter(
            x=list(counts.index),
            y=list(counts),
            name=name,
            mode="lines",
            stackgroup="people",
            line={"width": 0.6, "color": p.paper},
            fillcolor=colour,
            fillpattern=pattern,
            hovertemplate="%{y:,.0f}<extra>%{fullData.name}</extra>",
        )

    for state, colour in zip(STATES, state_colours(p), strict=True):
        if state in wide and wide[state].any():
            add(w.word("state", state), wide[state].fillna(0), colour, hatch(state, p))
    if unseen.any():
        add(w.text("not shown to your role"), unseen, p.paper, UNSEEN | {"fgcolor": p.quiet})
    first, last = day(wide.index[0]), day(wide.index[-1])
    mark_versions(figure, given, first, last)
    time_axis(figure, w, p, first, last)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(hovermode="x unified")
    base(figure, w, p, height=370, legend=True)
    figure.update_layout(margin={"t": 64}, legend={"y": 1.09})
    shares = (wide["explicit"] / people).dropna() if "explicit" in wide else pd.Series(dtype=float)
    if wide.index[-1] not in shares.index:
        finding = w.text(
            "{purpose}: the share with explicit consent is not shown to your role.",
            purpose=w.word("purpose", given.picked or "policy"),
        )
    else:
        ago = shares.index[shares.index <= shares.index[-1] - A_YEAR]
        then = ago[-1] if len(ago) else shares.index[0]
        finding = w.text(
            "{purpose}: share with explicit consent {now} of {people}; on {day} {before} of {people_before}.",
            day=w.date(day(then)),
            purpose=w.word("purpose", given.picked or "policy"),
            before=w.percent(shares[then]),
            people_before=w.number(int(people[then])),
            now=w.percent(shares.iloc[-1]),
            people=w.number(int(people.iloc[-1])),
        )
    note = w.text("dotted lines: a version of the policy takes effect, numbered where the change is material")
    return Drawn(figure, finding, w.text("people"), float(people.iloc[-1]), (note,))


def _people_by_day(frame: pd.DataFrame) -> pd.Series:
    """The people of each day that has any. A day counts the same people under every purpose: one of them is seen whole
    even where the role does not see all of another."""
    whole_days = frame.assign(unseen=frame["subjects"].isna()).groupby(["day", "purpose"])[["subjects", "unseen"]].sum()
    known = whole_days[whole_days["unseen"] == 0]["subjects"].groupby("day").max().astype(float)
    return known[known > 0]


def mark_versions(figure: go.Figure, given: Input, first: date, last: date) -> None:
    """Material versions by a line with their number, minor ones by a faint line."""
    labelled = first - timedelta(days=999)
    for row in given.more.get("policy.versions", pd.DataFrame()).to_dict("records"):
        since = day(row["effective_on"])
        if not first <= since <= last:
            continue
        material = row["change_kind"] == "material"
        figure.add_vline(
            x=since.isoformat(),
            line={"color": given.palette.ink, "width": 1, "dash": "dot"},
            opacity=1 if material else 0.3,
        )
        if material and (since - labelled).days * 12 > (last - first).days:  # room for its number
            labelled = since
            figure.add_annotation(
                x=since.isoformat(),
                y=1,
                yref="paper",
                yanchor="bottom",
                showarrow=False,
                text=given.words.text("version {version}", version=row["version"]),
                font={"size": 11, "color": given.palette.ink},
            )


def withdrawals(given: Input) -> Drawn | None:
    """All purposes together; those of the policy alone where the role does not see all of the others."""
    w, p = given.words, given.palette
    alone = hidden(given.frame, "withdrawals").any()
    frame = given.frame[given.frame["purpose"] == "policy"] if alone else given.frame
    frame = frame.assign(unseen=hidden(frame, "withdrawals"))
    frame = frame.groupby("month", as_index=False)[["withdrawals", "unseen"]].sum()
    if len(frame) < 2 or not frame["withdrawals"].any():
        return None
    unseen = frame["unseen"].astype(bool)
    figure = go.Figure()
    figure.add_bar(
        x=[f"{month}-01" for month in frame["month"]],
        y=list(frame["withdrawals"]),
        marker={"color": p.scale[1]},
        text=[HIDDEN if few else "" for few in unseen],
        textposition="outside",
        textfont={"color": p.quiet, "size": 10},
        hovertemplate="%{x|%Y-%m}: %{y}<extra></extra>",
    )
    months = [day(f"{month}-01") for month in frame["month"]]
    time_axis(figure, w, p, months[0], months[-1], months=True)
    base(figure, w, p, height=260)
    most = frame.loc[frame["withdrawals"].idxmax()]
    said = {"month": w.month_and_year(day(f"{most['month']}-01")), "most": w.number(most["withdrawals"])}
    total = float(frame["withdrawals"].sum())
    if alone:
        finding = w.text(
            "{purpose}: most withdrawals in {month} ({most}).", purpose=w.word("purpose", "policy"), **said
        )
        notes = (w.text("of the other purposes your role does not see every month"),)
        return Drawn(figure, finding, w.text("withdrawals per month"), total, notes)
    finding = w.text("Withdrawals: {n} in all; most in {month} ({most}).", n=w.number(total), **said)
    return Drawn(figure, finding, w.text("withdrawals per month"), total)


def by_version(given: Input) -> Drawn | None:
    w, p = given.words, given.palette
    frame = given.frame.iloc[::-1]
    labels = [_version(row, w) for row in frame.to_dict("records")]
    figure = go.Figure()
    for state, colour in zip(STATES[:3], state_colours(p)[:3], strict=True):
        counts = [whole(value) for value in frame[state]]
        figure.add_bar(
            y=labels,
            x=counts,
            orientation="h",
            name=w.word("state", state),
            marker={"color": colour, "pattern": hatch(state, p)},
            text=[w.number(count) if count else "" for count in counts],
            textposition="auto",
            textangle=0,
            cliponaxis=False,  # where a telephone leaves a number no room inside, it stands beside its bar
            hovertemplate="%{y}, %{fullData.name}: %{text}<extra></extra>",
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False)
    base(figure, w, p, height=BAR * len(labels) + 130, legend=True, grid="x")
    total = float(given.frame[list(STATES[:3])].sum().sum())
    if not total:
        return None
    old = float(given.frame["outdated"].fillna(0).sum())
    if any(hidden(frame, state).any() for state in STATES[:3]):
        finding = w.text("Acceptances that name an older version: at least {n}.", n=w.number(old))
        notes = (w.text("not in the bars: what your role does not see"),)
        return Drawn(figure, finding, w.text("people"), total, notes)
    finding = w.text(
        "Acceptances that name an older version: {n} ({share} of all).",
        n=w.number(old),
        share=w.percent(old / total),
    )
    return Drawn(figure, finding, w.text("people"), total)


def _version(row: dict[str, Any], w: Words) -> str:
    if not isinstance(row["version"], str):
        return w.text("no version named")
    if row["effective_on"] is None or pd.isna(row["effective_on"]):
        return w.text("version {version}, never published", version=row["version"])
    return w.text("version {version}", version=row["version"])


def history(given: Input) -> Drawn | None:
    """A person's answers along a line of time, one line per purpose."""
    w, p, frame = given.words, given.palette, given.frame
    purposes = sorted(frame["purpose"].unique(), key=lambda purpose: (purpose != "policy", purpose), reverse=True)
    labels = {purpose: w.word("purpose", purpose) for purpose in purposes}
    figure = go.Figure()
    looks = {"given": ("circle", p.scale[0]), "refused": ("x", p.soft), "withdrawn": ("square", p.accent)}
    for state, (symbol, colour) in looks.items():
        part = frame[frame["state"] == state]
        if not part.empty:
            figure.add_scatter(
                x=[day(value) for value in part["occurred_on"]],
                y=[labels[purpose] for purpose in part["purpose"]],
                mode="markers",
                name=w.word("state", state),
                marker={"symbol": symbol, "size": 11, "color": colour},
                text=[w.date(day(value)) for value in part["occurred_on"]],
                hovertemplate="%{y}<br>%{fullData.name}, %{text}<extra></extra>",
            )
    first = day(frame["occurred_on"].min())
    time_axis(figure, w, p, first, given.as_of)
    figure.update_yaxes(categoryorder="array", categoryarray=[labels[purpose] for purpose in purposes])
    base(figure, w, p, height=BAR * len(purposes) + 110, legend=True, grid="x")
    figure.update_yaxes(showgrid=True)
    last = frame.iloc[-1]
    finding = w.text(
        "Last answer: {state}, {purpose}, {day}.",
        state=w.word("state", last["state"]),
        purpose=labels[last["purpose"]],
        day=w.date(day(last["occurred_on"])),
    )
    return Drawn(figure, finding, w.text("answers"), len(frame))


def state_colours(p: Palette) -> tuple[str, ...]:
    """Explicit strongest; what is no consent in the accent's two tones."""
    return p.scale[0], p.scale[1], p.scale[2], p.scale[4], p.soft, p.accent


def hatch(state: str, p: Palette) -> dict[str, Any]:
    """A second sign beside the colour for the states that are easily mistaken."""
    shape = {"implied": "/", "withdrawn": "x"}.get(state, "")
    return {"shape": shape, "fillmode": "overlay", "fgcolor": p.paper, "size": 6, "solidity": 0.15} if shape else {}

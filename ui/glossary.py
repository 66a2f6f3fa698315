"""The terms of the trade as this product uses them: (term, meaning), both message ids."""

TERMS = (
    ("As of", "Figures count what had happened by the end of the chosen day in Baku, and nothing later."),
    (
        "Snapshot",
        "The copy that one load made of the operational database. It never changes: same question, same answer.",
    ),
    ("Population", "Everybody with an account that is open on the chosen day, without test accounts."),
    ("Explicit consent", "The person acted: ticked a box, signed, wrote. It names a version that is in force."),
    (
        "Implied consent",
        "The person went on using the app after a new version (policy 8.2). Shown beside, never inside.",
    ),
    ("Outdated consent", "The person agreed, but to a version that a material change has replaced."),
    ("Coverage", "People with explicit consent divided by the population."),
    ("In force", "At that moment both the policy and the purpose's own consent stand as given."),
    (
        "Working day",
        "A day that the calendar of Azerbaijan says works; it knows the holidays and the moved days.",
    ),
    (
        "Due day",
        "The last day for an answer by the rule; an extension counts only if its conditions were met.",
    ),
    ("Overdue", "Open, and the due day has passed. Due today is not overdue."),
    ("On time", "Closed on or before the due day, whatever was decided."),
    ("Hold", "A legal ground to keep data that would otherwise be erased, by person and category (policy 7.1.1)."),
    (
        "Residual rows",
        "Rows with a value that are left of a person after the erasure was closed, with no hold on them.",
    ),
    ("Control", "A check of one promise of the policy: what is examined, and what counts as a violation."),
    ("Not measurable", "Nothing was examined, or the data is absent. It does not mean that the promise is kept."),
    ("Pseudonym", "A number without meaning in place of a person. Only the DPO can look one up, with a reason."),
    ("Small numbers", "Management does not see counts of 1 to 9 people, nor what would give them away."),
    ("Confidence", "How sure the source of a time limit is: confirmed, secondary, a single source, or an assumption."),
    ("Quarantine", "Rows that could not be read as declared. They are counted, with the rule, and shown to the DPO."),
)

namespace Weir.Pipeline;

/// <summary>How reports look that are pages of their own: light and dark, in the colours of Weir. The plots take their colours from here too.</summary>
public static class ReportStyle
{
    /// <summary>The stylesheet.</summary>
    public const string Css = """
        :root { color-scheme: light dark; --paper:#f4f7f7; --sheet:#fff; --ink:#12262c; --soft:#4c626a; --line:#d3dee0; --before:#7c949c; --now:#0b6470; --alarm:#b3261e; --notable:#8a5200; --fine:#1c6b3c; --wash:#fdeceb; }
        @media (prefers-color-scheme: dark) { :root { --paper:#0d171b; --sheet:#14232a; --ink:#e6eff0; --soft:#a3b8bd; --line:#2a3f47; --before:#7d959c; --now:#62d0cd; --alarm:#ff9a90; --notable:#f5bf62; --fine:#7fd7a1; --wash:#371c1d; } }
        * { box-sizing: border-box; }
        html { font: 100%/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; background: var(--paper); color: var(--ink); }
        body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 3rem; }
        h1 { font-size: 1.8rem; line-height: 1.15; margin: 1rem 0 .25rem; }
        h2 { font-size: 1.25rem; margin: 0 0 .6rem; }
        a { color: var(--now); }
        :focus-visible { outline: 3px solid var(--now); outline-offset: 2px; }
        section { background: var(--sheet); border: 1px solid var(--line); border-radius: .7rem; padding: 1.1rem 1.25rem; margin: 1rem 0; }
        .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.25rem; align-items: start; }
        .scroll { overflow-x: auto; }
        .soft, caption { color: var(--soft); font-size: .9rem; }
        caption { text-align: left; padding-bottom: .3rem; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; }
        .findings li { background: var(--wash); border-left: .3rem solid var(--alarm); border-radius: .3rem; padding: .5rem .8rem; margin: .4rem 0; list-style: none; }
        .findings { padding: 0; margin: .6rem 0; }
        .shifted { color: var(--alarm); font-weight: 600; } .notable { color: var(--notable); font-weight: 600; } .none { color: var(--fine); }
        svg { display: block; width: 100%; height: auto; max-width: 34rem; }
        svg.small { width: 9rem; height: 1.6rem; margin-left: auto; }
        svg text { fill: var(--soft); font-size: 10px; font-family: inherit; }
        svg .before { fill: var(--before); } svg .now { fill: var(--now); } svg .alarm { fill: var(--alarm); } svg .notable { fill: var(--notable); } svg .fine { fill: var(--fine); }
        svg .axis { stroke: var(--line); } svg .line { stroke: var(--now); fill: none; stroke-width: 2; } svg .dash { stroke: var(--before); fill: none; stroke-dasharray: 4 3; }
        svg .band { fill: var(--now); opacity: .18; }
        .key span { display: inline-block; width: .8rem; height: .8rem; border-radius: .15rem; margin: 0 .35rem 0 .9rem; vertical-align: -.05rem; }
        .key .before { background: var(--before); } .key .now { background: var(--now); } .key .alarm { background: var(--alarm); } .key .notable { background: var(--notable); } .key .fine { background: var(--fine); }
        """;
}

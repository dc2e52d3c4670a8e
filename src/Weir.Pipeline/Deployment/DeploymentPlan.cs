namespace Weir.Pipeline.Deployment;

/// <summary>How a challenger that passed its gates gets to work, and when a champion is taken back. Settings named Deployment:*.</summary>
public sealed record DeploymentPlan
{
    /// <summary>The mode that promotes at once.</summary>
    public const string Promote = "promote";
    /// <summary>The mode in which a challenger first scores live traffic and answers nothing.</summary>
    public const string Shadow = "shadow";
    /// <summary>The mode in which a challenger first answers a share of the subjects.</summary>
    public const string Ab = "ab";

    /// <summary>promote, shadow or ab (Deployment:Mode); default promote.</summary>
    public string Mode { get; init; } = Promote;

    /// <summary>How long a challenger runs beside the champion at most (Deployment:ShadowHours, in hours); default 24 hours.</summary>
    public TimeSpan ShadowLength { get; init; } = TimeSpan.FromHours(24);

    /// <summary>It is decided earlier once this many live subjects were judged by it (Deployment:ShadowSubjects); default 100,000, 0 = never.</summary>
    public int ShadowSubjects { get; init; } = 100_000;

    /// <summary>Most live subjects that are judged twice in a second (Deployment:ShadowPerSecond); default 20.</summary>
    public int ShadowPerSecond { get; init; } = 20;

    /// <summary>Share of the subjects that a challenger answers in the mode ab, 0..1 (Deployment:Share, in percent); default 0.1.</summary>
    public double Share { get; init; } = 0.1;

    /// <summary>Most live subjects on which the call "phishing" may change, 0..1 (Deployment:MostFlips); default 0.05.</summary>
    public double MostFlips { get; init; } = 0.05;

    /// <summary>Least later-labelled rows before their figures count: of each class that a figure needs (Deployment:LeastLabelled); default 200.</summary>
    public int LeastLabelled { get; init; } = 200;

    /// <summary>Whether a failing champion is taken back without a person (Deployment:Rollback); default true.</summary>
    public bool Rollback { get; init; } = true;

    /// <summary>After a rollback no challenger is promoted at once, and none rolled back again, for this long (Deployment:CoolDown); default 24 hours.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Reads the settings; each that cannot be used adds one sentence to the faults.</summary>
    public static DeploymentPlan From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var block = new SettingBlock(settings, "Deployment:", faults);
        var usual = new DeploymentPlan();
        var plan = new DeploymentPlan
        {
            Mode = block.Word("Mode", usual.Mode, Promote, Shadow, Ab),
            ShadowLength = TimeSpan.FromHours(block.Number("ShadowHours", (int)usual.ShadowLength.TotalHours, 1, 24 * 90)),
            ShadowSubjects = block.Number("ShadowSubjects", usual.ShadowSubjects, 0, 1_000_000_000),
            ShadowPerSecond = block.Number("ShadowPerSecond", usual.ShadowPerSecond, 1, 100_000),
            Share = block.Number("Share", (int)(100 * usual.Share), 1, 99) / 100.0,
            MostFlips = block.Share("MostFlips", usual.MostFlips),
            LeastLabelled = block.Number("LeastLabelled", usual.LeastLabelled, 20, 1_000_000),
            Rollback = block.Truth("Rollback", usual.Rollback),
            CoolDown = block.Span("CoolDown", usual.CoolDown),
        };
        block.Done();
        return plan;
    }
}

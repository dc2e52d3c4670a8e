namespace Weir.Cli.Doctor;

/// <summary>How bad a thing is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Weir works, but someone should look.</summary>
    Warning,

    /// <summary>Something does not work until it is mended.</summary>
    Broken,
}

/// <summary>What was found in one area, as one sentence with the way out.</summary>
internal sealed record Diagnosis(Health Health, string Area, string Sentence)
{
    public static Diagnosis Ok(string area, string sentence) => new(Health.Ok, area, sentence);

    public static Diagnosis Warning(string area, string sentence) => new(Health.Warning, area, sentence);

    public static Diagnosis Broken(string area, string sentence) => new(Health.Broken, area, sentence);
}

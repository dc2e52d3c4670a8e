namespace Weir.Pipeline.Datasets;

/// <summary>What a row is for.</summary>
public enum Part
{
    /// <summary>The model is fitted on it.</summary>
    Train,

    /// <summary>Calibrator and thresholds are fitted on it.</summary>
    Calibrate,

    /// <summary>The model is judged on it.</summary>
    Test,
}

/// <summary>A row before it has a part: the URL as seen, its canonical key and its registrable domain (the host when it has none).</summary>
public readonly record struct DatasetRow(
    string Canonical, string Url, string Domain, bool IsPhishing, DateTimeOffset? SeenAt, string Source);

namespace Weir.Pipeline.Evaluation;

/// <summary>
/// A model as evaluation needs it. <paramref name="NewScorer"/> makes a function from URL to score (0..1, NaN for a URL that
/// cannot be read) for the use of one thread.
/// </summary>
public sealed record ScoringModel(
    string Version, string Sha256, double PhishingThreshold, double SuspiciousThreshold, double BaseRate, Func<Func<string, double>> NewScorer);

/// <summary>A row to judge on, with its registrable domain (never empty).</summary>
public sealed record EvaluationRow(LabelledUrl Url, string Domain);

/// <summary>A subject of the gold set with its settled label.</summary>
public sealed record GoldRow(string Url, bool IsPhishing);

/// <summary>A report with the scores behind it, in the order of the rows, and which gold subjects the model has right.</summary>
public sealed record Evaluated(EvaluationReport Report, double[] Scores, bool[] GoldRight);

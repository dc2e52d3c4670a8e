using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Training;

/// <summary>How far a training is.</summary>
/// <param name="Stage">split, search, fit, judge.</param>
/// <param name="Text">One line about it.</param>
/// <param name="Done">Fits that are done.</param>
/// <param name="Of">Of how many, as far as is known; 0 outside the search.</param>
/// <param name="Best">The best candidate so far, in words; null outside the search, and before one is known.</param>
public sealed record TableProgress(string Stage, string Text, int Done = 0, int Of = 0, string? Best = null);

/// <summary>Rows that were kept back to judge on, as <see cref="TableRow.Values"/> gives them.</summary>
/// <param name="Values">One value a feature of the schema, row after row.</param>
/// <param name="Labels">1 for phishing, one a row.</param>
/// <param name="Groups">Rows of equal values share one.</param>
public sealed record JudgedRows(float[] Values, byte[] Labels, int[] Groups)
{
    /// <summary>The probabilities that a model of the same schema gives them.</summary>
    public double[] Scores(TableModel model)
    {
        var scores = new double[Labels.Length];
        new TableScorer(model).Score(Values, scores);
        return scores;
    }
}

/// <summary>What came of a training: a refusal in one sentence, or a model file with its report.</summary>
public sealed record TableTrained
{
    /// <summary>Why nothing was learned, in one sentence; null when it was.</summary>
    public string? Refusal { get; init; }

    /// <summary>The bytes of the model file; empty after a refusal.</summary>
    public byte[] File { get; init; } = [];

    /// <summary>How it was learned. After a refusal it holds the counts alone.</summary>
    public required TableReport Report { get; init; }

    /// <summary>SHA-256 over the different rows.</summary>
    public string DatasetHash { get; init; } = "";

    /// <summary>The rows that were kept back.</summary>
    public JudgedRows Test { get; init; } = new([], [], []);

    /// <summary>When the first row came.</summary>
    public DateTimeOffset? WindowFrom { get; init; }

    /// <summary>When the last row came.</summary>
    public DateTimeOffset? WindowTo { get; init; }
}

namespace Weir.Learning.Trees;

/// <summary>
/// What is known of each row while trees are added, in the order that suits the trees: rows that fell into one leaf of the
/// first tree lie together, since they share many leaves of the later ones, and memory is read in runs.
/// </summary>
internal sealed class TrainingRows
{
    public TrainingRows(Dataset data, double prior)
    {
        (Targets, Weights) = (Array.ConvertAll(data.Labels, label => (float)label), data.Weights);
        Scores = new double[data.Rows];
        Array.Fill(Scores, prior);
    }

    public int Count => Targets.Length;

    /// <summary>0 or 1.</summary>
    public float[] Targets { get; private set; }

    public float[] Weights { get; private set; }

    /// <summary>Log-odds so far.</summary>
    public double[] Scores { get; private set; }

    /// <summary>Row i becomes what row <paramref name="order"/>[i] is now.</summary>
    public void Reorder(int[] order)
    {
        (Targets, Weights, Scores) = (Ordered(Targets, order), Ordered(Weights, order), Ordered(Scores, order));
    }

    public static T[] Ordered<T>(T[] values, int[] order)
    {
        var ordered = new T[values.Length];
        for (var i = 0; i < order.Length; i++) ordered[i] = values[order[i]];
        return ordered;
    }
}

using Weir.Learning.Linear;
using Weir.Learning.Splitting;

namespace Weir.Learning.Ensembles;

/// <summary>
/// Stacking (Wolpert 1992): each member scores training rows that it has not learned from, a meta learner learns from these
/// scores, and the members are then fitted to all rows.
/// </summary>
public sealed record StackParameters : ILearner
{
    /// <summary>The learners whose scores are combined, 1 to 12.</summary>
    public required IReadOnlyList<ILearner> Members { get; init; }

    /// <summary>Learns from the scores, one feature a member. Default: logistic regression, a handful of features needs no more.</summary>
    public ILearner Meta { get; init; } = new LogisticParameters();

    /// <summary>Folds for the scores, 2 to 20 (time-forward: 1 to 20); every fold is a fit of each member. Default 2.</summary>
    public int Folds { get; init; } = 2;

    /// <summary>
    /// Whether the folds go forward in time (needs <see cref="Dataset.Times"/>): the meta learner then sees only scores that
    /// members gave to later rows, and none of the first block. Default: folds by group alone.
    /// </summary>
    public bool Forward { get; init; }

    /// <summary>Seed of the folds. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Fits each member once a fold and once to all rows, and the meta learner once.</summary>
    public IClassifier Fit(Dataset train, Dataset? validation = null, CancellationToken ct = default)
    {
        var rows = Judged(train, validation, ct);
        IClassifier[] members = [.. Members.Select(member => member.Fit(train, validation, ct))];
        var later = validation is null ? null : MetaRows(validation, null, Array.ConvertAll(members, member => member.Scores(validation, null, ct)));
        return new Stack(members, Meta.Fit(rows, later, ct));
    }

    /// <summary>
    /// Fits the meta learner alone: each member once a fold. For who has the members' scores already; a row of the result
    /// holds them as floats, in the order of the members.
    /// </summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="ct">Stops between fits.</param>
    public IClassifier FitMeta(Dataset train, CancellationToken ct = default) => Meta.Fit(Judged(train, null, ct), null, ct);

    /// <summary>The members' scores of rows that they have not learned from.</summary>
    private Dataset Judged(Dataset train, Dataset? validation, CancellationToken ct)
    {
        Check(train);
        var folds = Forward ? Fold.Forward(train.Times, train.Groups, Folds, Seed) : Fold.Grouped(train.Groups, Folds, Seed);
        var (rows, scores) = OutOfFold.Score(Members, train, validation, folds, ct);
        return MetaRows(train, rows, scores);
    }

    private static Dataset MetaRows(Dataset of, int[]? rows, double[][] scores)
    {
        rows ??= [.. Enumerable.Range(0, of.Rows)];
        return new Dataset(
            [.. scores.Select((_, m) => $"member{m}")], Array.ConvertAll(scores, member => Array.ConvertAll(member, score => (float)score)),
            Array.ConvertAll(rows, i => of.Labels[i]), Array.ConvertAll(rows, i => of.Weights[i]), Array.ConvertAll(rows, i => of.Groups[i]))
        {
            Times = of.Times is { } times ? Array.ConvertAll(rows, i => times[i]) : null,
        };
    }

    private void Check(Dataset train)
    {
        var faults = new List<string>();
        if (Members.Count is < 1 or > Ensemble.MostMembers) faults.Add($"{Members.Count} members are not 1 .. {Ensemble.MostMembers}.");
        if (Folds < (Forward ? 1 : 2) || Folds > 20) faults.Add($"Folds {Folds} is not in {(Forward ? 1 : 2)} .. 20.");
        if (Forward && train.Times is null) faults.Add("Folds forward in time need rows with times.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}

using Weir.Learning;
using Weir.Learning.Ensembles;
using Weir.Learning.Forests;
using Weir.Learning.Linear;
using Weir.Learning.Neighbours;
using Weir.Learning.Trees;

namespace Weir.Pipeline.Tables.Training;

/// <summary>
/// The candidates of a search: the families that such projects commonly choose among (decision tree, random forest, gradient boosting,
/// AdaBoost, logistic regression), extra trees, a linear SVM and nearest neighbours, each over settings that matter for tables.
/// </summary>
public static class CandidateGrid
{
    private const int MostMembers = 5;
    private const int StackedMembers = 4;

    /// <summary>All candidates for rows of so many features, in the order in which they are tried.</summary>
    public static IReadOnlyList<TableCandidate> For(int features) => [.. Linear(), .. Neighbours(), .. Trees(), .. Forests(features), .. Boosted(), .. AdaBoosted()];

    /// <summary>What combines the best of several families: averages of their log-odds, two and more of them, the best first.</summary>
    /// <param name="best">The best candidate of each family, the best first.</param>
    public static IEnumerable<(TableCandidate Candidate, IReadOnlyList<TableCandidate> Members)> Averages(IReadOnlyList<TableCandidate> best) =>
        from count in Enumerable.Range(2, Math.Max(0, Math.Min(MostMembers, best.Count) - 1))
        let members = best.Take(count).ToList()
        select (new TableCandidate("average", Names(members), new AverageParameters { Members = Learners(members) }), (IReadOnlyList<TableCandidate>)members);

    /// <summary>A model over the out-of-fold scores of the best of several families; none when there is but one.</summary>
    public static IEnumerable<(TableCandidate Candidate, IReadOnlyList<TableCandidate> Members)> Stack(IReadOnlyList<TableCandidate> best)
    {
        var members = best.Take(StackedMembers).ToList();
        if (members.Count < 2) return [];
        var stack = new StackParameters { Members = Learners(members), Meta = new LogisticParameters { Threads = 1 } };
        return [(new("stack", Names(members), stack), members)];
    }

    private static string Names(IReadOnlyList<TableCandidate> members) => string.Join(" + ", members.Select(member => member.Family));

    private static IReadOnlyList<ILearner> Learners(IReadOnlyList<TableCandidate> members) => [.. members.Select(member => member.Learner)];

    private static IEnumerable<TableCandidate> Linear() =>
    [
        .. from l2 in (double[])[0.1, 1, 10, 100]
           select new TableCandidate("logistic", $"l2 {l2}", new LogisticParameters { L2 = l2, Threads = 1 }),
        .. from c in (double[])[0.001, 0.01, 0.1]
           select new TableCandidate("svm", $"c {c}", new LinearSvmParameters { C = c, Threads = 1 }),
    ];

    private static IEnumerable<TableCandidate> Neighbours() =>
        from k in (int[])[3, 7, 15]
        from weights in (NeighbourWeights[])[NeighbourWeights.Uniform, NeighbourWeights.Distance]
        select new TableCandidate("k-nn", $"k {k}, by {(weights == NeighbourWeights.Uniform ? "number" : "distance")}", new NeighboursParameters { Neighbours = k, Weights = weights, Threads = 1 });

    private static IEnumerable<TableCandidate> Trees() =>
        from criterion in (SplitCriterion[])[SplitCriterion.Gini, SplitCriterion.Entropy]
        from depth in (int[])[10, BoostedTreesParameters.DeepestTree]
        from least in (int[])[1, 5]
        select new TableCandidate("tree", $"{Word(criterion)}, depth {depth}, least {least}",
            new DecisionTreeParameters { Criterion = criterion, MaxDepth = depth, MinRowsInLeaf = least, Threads = 1 });

    private static IEnumerable<TableCandidate> Forests(int features) =>
    [
        .. from share in (string[])["root", "third"]
           from least in (int[])[1, 3]
           select new TableCandidate("forest", $"trees 256, features {share}, least {least}",
               new RandomForestParameters { Trees = 256, FeaturesPerSplit = share == "root" ? 0 : Math.Max(1, 3 * features / 10), MinRowsInLeaf = least, Threads = 1 }),
        .. from share in (string[])["root", "third"]
           select new TableCandidate("extra-trees", $"trees 256, features {share}",
               new ExtraTreesParameters { Trees = 256, FeaturesPerSplit = share == "root" ? 0 : Math.Max(1, 3 * features / 10), Threads = 1 }),
    ];

    // Tables are small and often clean: leaves of a few sure rows must be allowed, which the usual least weight of 1 forbids.
    private static IEnumerable<TableCandidate> Boosted() =>
        from steps in ((double Rate, int Trees)[])[(0.05, 256), (0.05, 512), (0.1, 128), (0.1, 256), (0.1, 512)]
        from leaves in (int[])[8, 31, 63]
        from columns in (double[])[0.5, 1]
        select new TableCandidate("boosting", $"trees {steps.Trees}, leaves {leaves}, rate {steps.Rate}, columns {columns}",
            new BoostedTreesParameters { Trees = steps.Trees, MaxLeaves = leaves, LearningRate = steps.Rate, ColumnSample = columns, RowSample = 0.7, MinRowsInLeaf = 5, MinChildWeight = 0.1, Threads = 1 });

    private static IEnumerable<TableCandidate> AdaBoosted() =>
        from depth in (int[])[1, 3]
        from rate in (double[])[0.1, 0.5, 1]
        select new TableCandidate("adaboost", $"rounds 128, depth {depth}, rate {rate}", new AdaBoostParameters { Rounds = 128, MaxDepth = depth, LearningRate = rate, Threads = 1 });

    private static string Word(SplitCriterion criterion) => criterion.ToString().ToLowerInvariant();
}

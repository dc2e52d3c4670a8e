using Weir.Learning;

namespace Weir.Pipeline.Tables.Training;

/// <summary>A way to learn from a table.</summary>
/// <param name="Family">What kind of learner: tree, forest, boosting, …; stack and average combine others.</param>
/// <param name="Settings">What sets it apart in its family, readable: <c>trees 256, leaves 15</c>.</param>
/// <param name="Learner">Fits it, with one thread: candidates are tried side by side.</param>
public sealed record TableCandidate(string Family, string Settings, ILearner Learner)
{
    /// <summary>Family and settings in a line.</summary>
    public override string ToString() => Settings.Length == 0 ? Family : $"{Family} ({Settings})";
}

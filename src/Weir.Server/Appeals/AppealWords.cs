using Weir.Storage.Appeals;

namespace Weir.Server.Appeals;

/// <summary>The words for states and labels: the same in the API, on the pages and on the command line.</summary>
public static class AppealWords
{
    /// <summary>The states by their words.</summary>
    public static IReadOnlyDictionary<string, AppealState> States { get; } = new Dictionary<string, AppealState>(StringComparer.OrdinalIgnoreCase)
    {
        ["open"] = AppealState.Open,
        ["inReview"] = AppealState.InReview,
        ["upheld"] = AppealState.Upheld,
        ["overturned"] = AppealState.Overturned,
        ["withdrawn"] = AppealState.Withdrawn,
        ["expired"] = AppealState.Expired,
    };

    /// <summary>phishing and benign; true is phishing.</summary>
    public static IReadOnlyDictionary<string, bool> Labels { get; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase) { ["benign"] = false, ["phishing"] = true };

    /// <summary>upheld and overturned; true is overturned.</summary>
    public static IReadOnlyDictionary<string, bool> Outcomes { get; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase) { ["upheld"] = false, ["overturned"] = true };

    /// <summary>The word of a state.</summary>
    public static string Of(AppealState state) => States.First(pair => pair.Value == state).Key;

    /// <summary>The word of a label.</summary>
    public static string Of(bool isPhishing) => isPhishing ? "phishing" : "benign";

    /// <summary>What a state means, for whoever objected.</summary>
    public static string Sentence(AppealState state) => state switch
    {
        AppealState.Open => "Nobody has looked at it yet.",
        AppealState.InReview => "Somebody is looking at it.",
        AppealState.Upheld => "It was looked at, and the verdict stays.",
        AppealState.Overturned => "It was looked at, and the verdict has been changed.",
        AppealState.Withdrawn => "The objection was taken back.",
        _ => "Nobody decided in time, so the verdict stays. You may object again.",
    };
}

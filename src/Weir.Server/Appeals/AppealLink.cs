using Weir.Detection;

namespace Weir.Server.Appeals;

/// <summary>Where to object to a verdict.</summary>
internal sealed class AppealLink(ServerOptions options)
{
    private const int MostSubject = 1_500;

    /// <summary>The verdict with the address where to object, when it warns and says why: answers without reasons are for programs in a hurry.</summary>
    public Verdict On(Verdict verdict, Explain explain) =>
        explain == Explain.None || verdict.Decision is not (Decision.Phishing or Decision.Suspicious) ? verdict : verdict with { AppealUrl = Of(verdict.Subject) };

    /// <summary>The address of the form about a subject.</summary>
    public string Of(string subject) => subject.Length > MostSubject ? $"{options.PublicUrl}/appeals/new" : $"{options.PublicUrl}/appeals/new?subject={Uri.EscapeDataString(subject)}";

    /// <summary>The public page of an objection.</summary>
    public string PageOf(string id) => $"{options.PublicUrl}/appeals/{id}";
}

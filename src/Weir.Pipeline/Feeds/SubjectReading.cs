using Weir.Detection.Urls;

namespace Weir.Pipeline.Feeds;

/// <summary>From the address as a feed wrote it to the key under which it is kept, with what must not be learned from set aside.</summary>
public sealed class SubjectReading(SubjectReader read, Func<string, bool> isPopularHost)
{
    /// <summary>Why a homepage of a popular site is not taken from a list of phishing.</summary>
    public const string SetAside = "set aside: the homepage of a popular site, called phishing by mistake";
    private const int MaxLength = 8192;

    /// <summary>Null when it can be used; otherwise a short phrase that says why not.</summary>
    public string? Read(string text, out string subject, out SubjectKey key)
    {
        (subject, key) = ("", default);
        if (text.Length > MaxLength) return $"longer than {MaxLength} characters";
        if (SubjectCleaning.Clean(Defang.NeedsRefang(text) ? Defang.Refanged(text) : text) is not { } clean) return "the host is masked";
        subject = clean;
        return read(clean, out key, out var fault) ? null : fault;
    }

    /// <summary>The bare homepage of one of the most popular sites.</summary>
    public bool IsPopularHomepage(in SubjectKey key) => key.IsHomepage && isPopularHost(key.Host.ToString());
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Detection;
using Weir.Pipeline;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Storage.Verdicts;

namespace Weir.Server.Verdicts;

/// <summary>Which verdicts are asked for, by the query of an address: one reading for API, exports and page.</summary>
internal static class HistoryQuery
{
    private static readonly string[] Categories = ["credential", "financial", "delivery", "crypto", "malware", "scam", "spam", "other", "none"];

    /// <summary>Reads the query; what is wrong goes to the faults. The detector reads subjects as it does when they are checked.</summary>
    public static VerdictFilter Read(IQueryCollection query, string tenant, ServedDetector detector, ICollection<Fault> faults) => new()
    {
        Tenant = tenant,
        Channel = ChannelOf(query, faults),
        TableName = Text(query, "channel") is { } channel ? Weir.Detection.Tables.TableName.OfChannel(channel) : null,
        SubjectKey = Text(query, "subject") is { } subject ? SubjectKey(subject, detector, faults) : null,
        Domain = Text(query, "domain") is { } domain ? Domain(domain, detector, faults) : null,
        Decision = Word<Decision>(query, "decision", faults),
        Category = OneOf(query, "category", Categories, faults),
        Brand = Text(query, "brand"),
        Model = Text(query, "model"),
        List = OneOf(query, "list", ["allow", "block"], faults),
        AskedBy = Text(query, "askedBy"),
        Since = Time(query, "since", faults),
        Until = Time(query, "until", faults),
        MinScore = Score(query, "minScore", faults),
        MaxScore = Score(query, "maxScore", faults),
    };

    private static string? Text(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static long? SubjectKey(string subject, ServedDetector detector, ICollection<Fault> faults)
    {
        if (detector.Check(subject, Explain.None).Canonical is { } canonical) return SubjectHash.Of(canonical);
        faults.Add(new Fault("subject", "An address that can be read, such as https://www.example.com/login; defanged is fine."));
        return null;
    }

    private static string? Domain(string domain, ServedDetector detector, ICollection<Fault> faults)
    {
        var address = domain.Contains("://", StringComparison.Ordinal) ? domain : $"http://{domain}/";
        if (detector.Check(address, Explain.None).RegistrableDomain is { } registrable) return registrable;
        faults.Add(new Fault("domain", "A domain such as example.com; ask for a host that is a number by 'subject'."));
        return null;
    }

    private static Channel? ChannelOf(IQueryCollection query, ICollection<Fault> faults)
    {
        if (Text(query, "channel") is not { } text) return null;
        if (Weir.Detection.Tables.TableName.OfChannel(text) is not null) return Channel.Table;
        if (Enum.TryParse<Channel>(text, ignoreCase: true, out var channel) && Enum.IsDefined(channel) && !char.IsAsciiDigit(text[0])) return channel;
        faults.Add(new Fault("channel", "url, mail, sms, table, or table:NAME."));
        return null;
    }

    private static T? Word<T>(IQueryCollection query, string name, ICollection<Fault> faults) where T : struct, Enum =>
        OneOf(query, name, [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())], faults) is { } word ? Enum.Parse<T>(word, ignoreCase: true) : null;

    private static string? OneOf(IQueryCollection query, string name, string[] words, ICollection<Fault> faults)
    {
        if (Text(query, name) is not { } text) return null;
        if (words.Contains(text, StringComparer.OrdinalIgnoreCase)) return text.ToLowerInvariant();
        faults.Add(new Fault(name, $"One of {string.Join(", ", words)}."));
        return null;
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name, ICollection<Fault> faults)
    {
        if (Text(query, name) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time.ToUniversalTime();
        faults.Add(new Fault(name, "A day or a moment such as 2026-03-01 or 2026-03-01T12:00:00Z."));
        return null;
    }

    private static double? Score(IQueryCollection query, string name, ICollection<Fault> faults)
    {
        if (Text(query, name) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1) return score;
        faults.Add(new Fault(name, "A number from 0 to 1."));
        return null;
    }
}

using Weir.Detection.Mail;
using Weir.Pipeline.Files;
using Weir.Storage.Samples;

namespace Weir.Pipeline.Feeds;

/// <summary>
/// Reads the web addresses of mails as observations. The label is that of the mails; a popular site that a phishing mail names says
/// nothing about the site and is set aside.
/// </summary>
internal sealed class MailImport(SubjectReading reading, Func<string, bool> isPopularHost, Func<DateTimeOffset?, DateTimeOffset?> believed)
{
    private const string PopularSite = "set aside: a popular site, which phishing mails name as all mails do";

    private long _line;

    /// <summary>Reads a file into a writer; the sentence says what is wrong when it could not be read to its end.</summary>
    public string? Run(string path, bool isMbox, string feed, bool? isPhishing, SampleWriter writer, CancellationToken ct)
    {
        using var mails = MailFile.Open(path, isMbox);
        _line = 0;
        while (mails.Read())
        {
            ct.ThrowIfCancellationRequested();
            _line = Math.Max(_line + 1, mails.Line);
            Take(MailMessage.Read(mails.Mail), feed, isPhishing, writer);
        }

        return mails.Damage;
    }

    private void Take(MailMessage mail, string feed, bool? isPhishing, SampleWriter writer)
    {
        if (!mail.HasHeader) writer.Reject(_line++, "not a mail: it has no header fields", "");
        else if (mail.Links.Count == 0) writer.Reject(_line++, "the mail holds no web address", "");
        foreach (var link in mail.Links) Take(link, believed(mail.Date), feed, isPhishing, writer);
        if (mail.Omission is { } omission) writer.Reject(_line++, "partly read: " + omission, "");
    }

    private void Take(string link, DateTimeOffset? seenAt, string feed, bool? isPhishing, SampleWriter writer)
    {
        var fault = reading.Read(link, out var subject, out var key);
        if (isPhishing is null) writer.Reject(_line++, "no label; name one with --label, or put the file into phishing/ or benign/", link);
        else if (fault is not null) writer.Reject(_line++, fault, link);
        else if (isPhishing.Value && isPopularHost(key.Host.ToString())) writer.Reject(_line++, PopularSite, link, setAside: true);
        else writer.Add(new Observation(feed, subject, key.Canonical, key.Registrable, isPhishing.Value, seenAt, null));
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Weir.Pipeline;

namespace Weir.Server.Protocols.Syslog;

/// <summary>How events travel.</summary>
public enum SyslogTransport
{
    /// <summary>One datagram an event (RFC 5426); what is lost on the way is lost.</summary>
    Udp,

    /// <summary>A connection, with the length in front of each event (RFC 6587).</summary>
    Tcp,

    /// <summary>The same, encrypted (RFC 5425).</summary>
    Tls,
}

/// <summary>Which verdicts are events.</summary>
public enum SyslogLevel
{
    /// <summary>Phishing only.</summary>
    Phishing,

    /// <summary>Phishing and suspicious.</summary>
    Suspicious,

    /// <summary>Every verdict.</summary>
    All,
}

/// <summary>The log server that is told of events. Settings named Events:Syslog:*.</summary>
public sealed record SyslogSettings
{
    private const string Prefix = "Events:Syslog:";
    private const int PlainPort = 514;
    private const int TlsPort = 6514;
    private const int Local0 = 16;
    private const int Facilities = 24;

    /// <summary>The name or address of the log server; null tells nobody.</summary>
    public string? Host { get; init; }

    /// <summary>Its port; default 514, with TLS 6514.</summary>
    public int Port { get; init; } = PlainPort;

    /// <summary>How events travel; default UDP.</summary>
    public SyslogTransport Transport { get; init; }

    /// <summary>True for CEF, false for JSON; default CEF.</summary>
    public bool IsCef { get; init; } = true;

    /// <summary>The facility, 0 to 23; default 16, local0.</summary>
    public int Facility { get; init; } = Local0;

    /// <summary>Which verdicts are events; default phishing and suspicious.</summary>
    public SyslogLevel Level { get; init; } = SyslogLevel.Suspicious;

    /// <summary>Certificates (PEM) that the certificate of the server must lead to; null: those that this machine trusts.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>Most verdicts that wait; those beyond are lost and counted. Default 20,000.</summary>
    public int Queue { get; init; } = 20_000;

    /// <summary>Reads the settings; each that cannot be used adds one sentence to the faults.</summary>
    public static SyslogSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        new SettingBlock(settings, "Events:", faults).Done();
        var block = new SettingBlock(settings, Prefix, faults);
        var usual = new SyslogSettings();
        var transport = Enum.Parse<SyslogTransport>(block.Word("Protocol", "udp", "udp", "tcp", "tls"), ignoreCase: true);
        var (host, port) = Address(block, transport == SyslogTransport.Tls ? TlsPort : PlainPort);
        var read = usual with
        {
            Host = host,
            Port = port,
            Transport = transport,
            IsCef = block.Word("Format", "cef", "cef", "json") == "cef",
            Facility = FacilityOf(block, usual.Facility),
            Level = Enum.Parse<SyslogLevel>(block.Word("Level", "suspicious", "phishing", "suspicious", "all"), ignoreCase: true),
            Roots = RootsOf(block),
            Queue = block.Number("Queue", usual.Queue, 100, 10_000_000),
        };
        block.Done();
        return read;
    }

    private static (string? Host, int Port) Address(SettingBlock block, int usual)
    {
        if (block.Text("Address") is not { } text) return (null, usual);
        if (Uri.TryCreate("syslog://" + text, UriKind.Absolute, out var uri) && uri.PathAndQuery is "" or "/" && uri.UserInfo.Length == 0 && uri.Host.Length > 0)
            return (uri.DnsSafeHost, uri.Port > 0 ? uri.Port : usual);
        return block.Fault<(string?, int)>("Address", $"must be the name or address of a log server, with a port if it is not {usual.ToString(CultureInfo.InvariantCulture)}, such as siem.example.com:{usual.ToString(CultureInfo.InvariantCulture)}", (null, usual));
    }

    private static int FacilityOf(SettingBlock block, int usual)
    {
        if (block.Text("Facility") is not { } text) return usual;
        if (text.StartsWith("local", StringComparison.OrdinalIgnoreCase) && text.Length == 6 && text[5] is >= '0' and <= '7') return Local0 + text[5] - '0';
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Facilities) return number;
        return block.Fault("Facility", "must be local0 to local7 or a number from 0 to 23", usual);
    }

    private static X509Certificate2Collection? RootsOf(SettingBlock block)
    {
        if (block.Text("CaFile") is not { } file) return null;
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            return roots.Count > 0 ? roots : block.Fault<X509Certificate2Collection?>("CaFile", "names a file that holds no certificate in PEM form", null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return block.Fault<X509Certificate2Collection?>("CaFile", "names a file that cannot be read as certificates in PEM form", null);
        }
    }
}

using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Weir.Pipeline.Alerts;

/// <summary>Tells people by plain e-mail over SMTP, with STARTTLS and a sign-in. The message id is the same at every attempt.</summary>
internal sealed class EmailChannel(MailTarget target, SecretMask mask, TimeProvider time) : IAlertChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int LongestSubject = 150;
    private const int NotSignedIn = 535;
    private const string ServerSaid = "The server response was: ";
    private const int SignInWanted = 530;

    public string Name => AlertChannels.Email;

    private string Receiver => $"The mail server {target.Host}:{target.Port}";

    public async Task<Delivery> SendAsync(Notice notice, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        using var client = new SmtpClient(target.Host, target.Port) { EnableSsl = target.Tls };
        if (target.Username is not null) client.Credentials = new NetworkCredential(target.Username, target.Password ?? "");
        using var message = Message(notice);
        try
        {
            await client.SendMailAsync(message, both.Token);
            return Delivery.Sent;
        }
        catch (Exception fault) when (fault is SmtpException or AuthenticationException or IOException or SocketException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Told(fault);
        }
    }

    private MailMessage Message(Notice notice)
    {
        var subject = $"[Weir] {notice.Title}";
        var message = new MailMessage
        {
            From = new MailAddress(target.Sender, "Weir"),
            Subject = subject.Length <= LongestSubject ? subject : subject[..(LongestSubject - 1)] + "…",
            SubjectEncoding = Encoding.UTF8,
            Body = string.Join("\r\n\r\n", notice.Lines) + $"\r\n\r\n-- \r\nWeir on {Environment.MachineName}, {AlertText.Time(notice.At)}, {notice.Id}\r\n",
            BodyEncoding = Encoding.UTF8,
        };
        foreach (var to in target.To) message.To.Add(to);
        message.Headers.Add("Message-ID", $"<{notice.Id}@{new MailAddress(target.Sender).Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (notice.Level == FindingLevel.Critical) message.Priority = MailPriority.High;
        return message;
    }

    private Delivery Told(Exception fault)
    {
        if (fault is SmtpException { StatusCode: not SmtpStatusCode.GeneralFailure } smtp) return Answered(smtp);
        var cause = fault;
        while (cause is not (SocketException or AuthenticationException or OperationCanceledException) && cause.InnerException is { } inner) cause = inner;
        var why = cause is SmtpException or IOException && target.Tls && fault.Message.Contains("secure", StringComparison.OrdinalIgnoreCase)
            ? "it does not offer STARTTLS; use its submission port (usually 587), or set Alerts:Email:Tls to none for a relay on this machine"
            : HttpFault.Why(cause);
        return new Delivery(DeliveryOutcome.Later, $"{Receiver} cannot be used: {mask.Masked(why)}.");
    }

    private Delivery Answered(SmtpException fault)
    {
        var code = (int)fault.StatusCode;
        var server = fault.Message.IndexOf(ServerSaid, StringComparison.Ordinal);
        var said = HttpFault.Echo(mask.Masked(server < 0 ? fault.Message : fault.Message[(server + ServerSaid.Length)..]));
        // 5xx is final for this message, but for a sign-in it is the settings that are wrong, not the message.
        var isSignIn = code is NotSignedIn or SignInWanted or (int)SmtpStatusCode.ClientNotPermitted;
        var way = isSignIn ? "check Alerts:Email:Username (SMTP_USERNAME) and Alerts:Email:Password (SMTP_PASSWORD)"
            : code >= 500 ? "check Alerts:Email:From and Alerts:Email:To (ALERT_EMAIL)" : "it has trouble";
        return new Delivery(code >= 500 && !isSignIn ? DeliveryOutcome.Refused : DeliveryOutcome.Later, $"{Receiver} answered {code} ({said}): {way}.");
    }
}

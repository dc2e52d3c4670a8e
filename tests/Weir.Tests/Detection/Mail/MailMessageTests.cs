using System.Text;
using Weir.Detection.Mail;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Mail;

public sealed class MailMessageTests
{
    [Fact]
    public void Links_of_html_and_of_text_are_found_once_and_in_order()
    {
        var mail = Read("""
            From: someone@example.org
            Date: Tue, 3 Jun 2025 10:00:00 +0200 (CEST)
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b 1"

            preamble http://preamble.test/
            --b 1
            Content-Type: text/plain; charset=utf-8

            See https://bad.test/login?x=1. Or (http://other.test/a_(b)), hxxps://third.test/
            --b 1
            Content-Type: text/html

            <!-- <a href="http://comment.test/"> --><p><A HREF='https://bad.test/login?x=1'>http://shown.test/</A>
            <area href=http://area.test/x><form action="http://form.test/p?a=1&amp;b=2"></form>
            <script>var a = '<a href="http://script.test/">';</script><meta http-equiv=refresh content="0; url=http://meta.test/">
            <a href="mailto:me@example.org">m</a><a href="//noscheme.test/">n</a>
            --b 1--
            epilogue http://epilogue.test/
            """);
        Assert.Equal(
            ["https://bad.test/login?x=1", "http://other.test/a_(b)", "hxxps://third.test/", "http://area.test/x", "http://form.test/p?a=1&b=2", "http://meta.test/", "http://noscheme.test/"],
            mail.Links);
        Assert.Equal(new DateTimeOffset(2025, 6, 3, 8, 0, 0, TimeSpan.Zero), mail.Date);
        Assert.True(mail.HasHeader);
    }

    [Theory]
    [InlineData("base64", "aHR0cDovL2Jhc2U2\r\nNC50ZXN0L2E=", "http://base64.test/a")]
    [InlineData("quoted-printable", "http://qp.test/?a=3Db=\r\nc=E4", "http://qp.test/?a=bcä")]
    [InlineData("quoted-printable", "http://qp.test/=ZZ=", "http://qp.test/=ZZ")]
    [InlineData("8bit", "http://plain.test/", "http://plain.test/")]
    public void Transfer_encodings_are_undone(string encoding, string body, string link)
    {
        var mail = Read($"Subject: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n");
        Assert.Equal([link], mail.Links);
    }

    [Fact]
    public void An_attached_mail_and_an_attached_page_are_read()
    {
        var mail = Read("""
            Subject: reported
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: message/rfc822

            Subject: inner
            Content-Type: text/plain

            http://inner.test/
            --outer
            Content-Type: application/octet-stream; name="invoice.html"
            Content-Transfer-Encoding: base64

            PGEgaHJlZj0iaHR0cDovL2F0dGFjaGVkLnRlc3QvIj4=
            --outer
            Content-Type: application/pdf
            Content-Transfer-Encoding: base64

            aHR0cDovL3BkZi50ZXN0Lw==
            --outer--
            """);
        Assert.Equal(["http://inner.test/", "http://attached.test/"], mail.Links);
    }

    [Fact]
    public void What_is_nested_beyond_the_bound_is_named_and_left_out()
    {
        var text = new StringBuilder("Subject: deep\n");
        for (var depth = 0; depth < 40; depth++) text.Append($"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n");
        text.Append("Content-Type: text/plain\n\nhttp://deepest.test/\n");
        var mail = Read(text.ToString());
        Assert.Empty(mail.Links);
        Assert.Equal("parts nested deeper than 16", mail.Omission);
        var wide = Read("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nhttp://a.test/\n", 3000)));
        Assert.Equal("more than 500 parts", wide.Omission);
        Assert.Single(wide.Links);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception()
    {
        var random = new Random(20250603);
        string[] pieces =
        [
            "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: text/html; charset=\"utf-16\r\n", "Content-Transfer-Encoding: base64\r\n", "\r\n", "\n", "--b", "--b--", "--",
            "Content-Transfer-Encoding: quoted-printable\n", "=\n", "=3D", "=", "<a href=", "\"", "'", "<!--", "-->", "<script>", "</script", "http://", "https://x.test/", " ", "\t", ";", "charset=utf-7",
            "Content-Type: message/rfc822\n", "boundary*0=b; boundary*1=c", "Date: Mon, 99 Foo 2025", "\0", "é", ":", "&amp;", "&#x110000;", "<", ">", "/", "From ",
        ];
        foreach (var hostile in HostileText.Some(300, 7)) _ = MailMessage.Read(Encoding.UTF8.GetBytes(hostile));
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(pieces.Length)]));
            var bytes = Encoding.Latin1.GetBytes(text);
            if (bytes.Length > 0 && random.Next(3) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var mail = MailMessage.Read(bytes);
            Assert.All(mail.Links, link => Assert.Contains("://", link, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("<a href=\"http://a.test/")]
    [InlineData("<!--")]
    [InlineData("<a b=c ")]
    [InlineData("http://")]
    [InlineData("=\n")]
    [InlineData("x://")]
    [InlineData("<script>")]
    public void A_long_mail_costs_no_more_than_its_length(string piece)
    {
        var text = Encoding.ASCII.GetBytes("Content-Type: text/html\n\n" + string.Concat(Enumerable.Repeat(piece, 200_000)));
        // Quadratic time would be minutes, and the run would not end.
        Assert.NotNull(MailMessage.Read(text));
        Assert.NotNull(MailMessage.Read([.. "Content-Type: text/plain\n\n"u8, .. text]));
    }

    private static MailMessage Read(string text) => MailMessage.Read(Encoding.Latin1.GetBytes(text));
}

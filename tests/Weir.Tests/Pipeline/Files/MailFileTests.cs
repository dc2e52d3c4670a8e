using System.Text;
using Weir.Pipeline.Files;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Files;

public sealed class MailFileTests
{
    private const string Two = "From a@example.org Tue Jun  3 10:00:00 2025\nSubject: one\n\n>From here\n>>From there\nFrom within\n\nFrom b@example.org Tue Jun  3 11:00:00 2025\r\nSubject: two\r\n\r\nx\r\n";

    [Fact]
    public void An_mbox_is_cut_where_a_blank_line_and_From_meet() =>
        Assert.Equal([(1L, "Subject: one\n\nFrom here\n>From there\nFrom within\n\n"), (8L, "Subject: two\r\n\r\nx\r\n")], All(Encoding.ASCII.GetBytes(Two), true));

    [Fact]
    public void An_eml_is_one_mail_whatever_it_holds() => Assert.Equal([(1L, Two)], All(Encoding.ASCII.GetBytes(Two), false));

    [Fact]
    public void Long_lines_and_packed_files_are_read_alike()
    {
        var text = "From x\nSubject: long\n\n" + new string('a', 300_000) + "\n\nFrom y\nSubject: next\n\n";
        Assert.Equal(All(Encoding.ASCII.GetBytes(text), true), All(TextFile.Gzip(text), true));
        Assert.Equal(300_017, All(Encoding.ASCII.GetBytes(text), true)[0].Mail.Length);
    }

    [Theory]
    [InlineData("a.mbox", "", FileFormat.Mbox)]
    [InlineData("a.eml", "", FileFormat.Eml)]
    [InlineData("a.eml.gz", "", FileFormat.Eml)]
    [InlineData("inbox", Two, FileFormat.Mbox)]
    [InlineData("cur/1:2,S", "Received: from x\n by y\nX-Own: 1\nSubject: z\n\n", FileFormat.Eml)]
    [InlineData("list", "http://a.test/\nhttp://b.test/\n", FileFormat.Auto)]
    [InlineData("list", "From here on\nthe text goes\n", FileFormat.Auto)]
    [InlineData("list.csv", "url,label\nhttp://a.test/,phishing\n", FileFormat.Auto)]
    public void Mails_are_told_from_lists(string name, string text, FileFormat format) =>
        Assert.Equal(format, MailFormat.Of(name, Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Any_bytes_are_cut_into_mails_and_nothing_is_made_up()
    {
        var random = new Random(4155);
        string[] pieces = ["From ", "From x\n", "\n", "\r\n", ">From y\n", ">>", "\0", "é", "Subject: a\n", " ", new string('z', 1500), "F", "Fro"];
        for (var i = 0; i < 1500; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => pieces[random.Next(pieces.Length)])));
            foreach (var isMbox in (bool[])[true, false])
            {
                var mails = All(bytes, isMbox);
                Assert.InRange(mails.Sum(mail => mail.Mail.Length), 0, bytes.Length);
                Assert.Equal(mails.Select(mail => mail.Line).Order(), mails.Select(mail => mail.Line));
            }

            MailFormat.Of("some", bytes);
        }
    }

    private static List<(long Line, string Mail)> All(byte[] bytes, bool isMbox)
    {
        using var mails = MailFile.From(InputFile.From(new MemoryStream(bytes), "some.mbox"), isMbox);
        var all = new List<(long, string)>();
        while (mails.Read()) all.Add((mails.Line, Encoding.Latin1.GetString(mails.Mail)));
        return all;
    }
}

using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection;

public sealed class VerdictUtf8Tests
{
    private readonly VerdictUtf8 _utf8 = new();

    [Fact]
    public void Verdicts_are_written_as_the_serializer_writes_them()
    {
        var detector = new Detector(SomeModel.Model, ReferenceLists.Embedded, AccessLists.Empty, new FakeTime());
        foreach (var subject in HostileText.Some(400, 23).Concat(["https://paypal-login7.test/signin.php?a=1&b=%2f+'<\"`\\", "http://münchen.example/ä", "", "\ud800", "\ud83d\ude00\udc00"]))
            foreach (var explain in Enum.GetValues<Explain>()) Same(detector.Check(subject, explain));
    }

    [Fact]
    public void Numbers_times_and_everything_optional_too()
    {
        var random = new Random(29);
        for (var i = 0; i < 500; i++)
            Same(new Verdict
            {
                Id = i % 2 == 0 ? random.NextInt64() : null,
                Subject = new string('&', i) + '\u2028' + (char)i,
                Decision = (Decision)(i % 4),
                Channel = (Channel)(i % 4),
                Score = i % 3 == 0 ? null : Math.Pow(random.NextDouble(), 1 + i % 40),
                Brand = i % 5 == 0 ? "Ex<am>ple" : null,
                List = i % 7 == 0 ? "block" : null,
                Reasons = [.. Enumerable.Range(0, i % 6).Select(n => new Reason($"r{n}", "Why \"so\"?\n\t", (random.NextDouble() - 0.5) * Math.Pow(10, n * 5)))],
                Evidence = [.. Enumerable.Range(0, i % 3).Select(n => new Weir.Detection.Evidence("rdap", "ok", DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(1L << 50)), "Répondu"))],
                Model = i % 4 == 0 ? null : new ModelIdentity("v1", new string('a', 64)),
                CheckedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(i % 5)).AddTicks(i % 2 == 0 ? i * 1000 : i * TimeSpan.TicksPerSecond),
                CacheSeconds = i,
                AppealUrl = "/appeals",
                Error = i % 9 == 0 ? "Wrong." : null,
            });
    }

    private void Same(Verdict verdict)
    {
        _utf8.Clear();
        _utf8.Write(verdict);
        Assert.Equal(JsonSerializer.Serialize(verdict, VerdictJson.Default.Verdict), Encoding.UTF8.GetString(_utf8.Written.Span));
    }
}

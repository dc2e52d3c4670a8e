using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks.Http;

/// <summary>POST /v1/check/stream with a million addresses: addresses a second, and whether ten times the lines take more memory.</summary>
internal sealed class HttpStreamQuestion : IQuestion
{
    private const int Few = 200_000;
    private const int Many = 2_000_000;
    private const int Runs = 3;

    public string Name => "http-stream";

    public string About => "POST /v1/check/stream over loopback: addresses a second, memory of the server";

    public Answer Ask(Bench bench)
    {
        var data = Directory.CreateTempSubdirectory("weir-bench-stream").FullName;
        using var server = LoadedServer.Weir(bench, data, ("WEIR__Verdicts__Share", "0"));
        var lines = Lines(bench);
        bench.Say("warming");
        Stream(server, lines, Few);
        Stream(server, lines, Few);
        var few = server.ResidentMiB;
        var rates = new List<double>();
        var peak = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            var (seconds, resident) = Stream(server, lines, Many);
            rates.Add(Many / seconds);
            peak = Math.Max(peak, resident);
            bench.Say($"{rates[^1]:F0} URLs/s, {resident:F0} MiB");
        }

        var rate = rates.Order().ElementAt(Runs / 2);
        server.Stop();
        Directory.Delete(data, recursive: true);
        var figures = new JsonObject { ["urls_per_s"] = Figure.Of(rate, 0), ["resident_mib_few"] = Figure.Of(few, 0), ["resident_mib_many"] = Figure.Of(peak, 0), ["memory_growth"] = Figure.Of(peak / few, 3) };
        return new Answer(figures, null, $"| figure | value |\n|---|---|\n| addresses a second, median of {Runs} streams of {Many} | {Figure.Text(rate, 0)} |\n"
            + $"| resident after streams of {Few} | {Figure.Text(few, 0)} MiB |\n| resident at most during streams of {Many} | {Figure.Text(peak, 0)} MiB |\n\nThe peer offers no streams.\n");
    }

    private static byte[][] Lines(Bench bench) =>
        [.. bench.Set("calibrate_test").Rows.Take(50_000).Select(row => JsonSerializer.SerializeToUtf8Bytes(new { subject = row.Url }).Append((byte)'\n').ToArray())];

    private static (double Seconds, double Resident) Stream(LoadedServer server, byte[][] lines, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/check/stream") { Content = new Sent(lines, count) };
        var watch = Stopwatch.StartNew();
        using var response = server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).GetAwaiter().GetResult();
        var (buffer, answers, peak, next) = (new byte[1 << 18], 0, 0.0, 0.0);
        using var answer = response.EnsureSuccessStatusCode().Content.ReadAsStream();
        for (int read; (read = answer.Read(buffer)) > 0;)
        {
            answers += buffer.AsSpan(0, read).Count((byte)'\n');
            if (watch.Elapsed.TotalSeconds < next) continue;
            peak = Math.Max(peak, server.ResidentMiB);
            next += 0.25;
        }

        return answers == count ? (watch.Elapsed.TotalSeconds, peak) : throw new BenchException($"{count} lines got {answers} answers.");
    }

    private sealed class Sent : HttpContent
    {
        private readonly byte[][] _lines;
        private readonly int _count;

        public Sent(byte[][] lines, int count)
        {
            (_lines, _count) = (lines, count);
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        // The answers come while the lines go: the sending must not hold the thread that reads.
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => Task.Run(() => Send(stream));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        private async Task Send(Stream stream)
        {
            var buffer = new MemoryStream(1 << 17);
            for (var i = 0; i < _count; i++)
            {
                buffer.Write(_lines[i % _lines.Length]);
                if (buffer.Length < 1 << 16 && i < _count - 1) continue;
                await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
                buffer.SetLength(0);
            }
        }
    }
}

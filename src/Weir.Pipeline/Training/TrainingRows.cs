using Weir.Detection.Features;
using Weir.Detection.Urls;
using Weir.Learning;

namespace Weir.Pipeline.Training;

/// <summary>
/// Labelled URLs as numbers: dense columns, hashed text, categories, groups. Read by two threads into fixed places, so
/// that the result does not depend on them.
/// </summary>
internal sealed class TrainingRows
{
    private const int ChunkRows = 4096;

    private TrainingRows(int rows)
    {
        Dense = [.. UrlFeatureSchema.All.Select(_ => new float[rows])];
        Categories = [.. Enumerable.Range(0, UrlRow.CategoryCount).Select(_ => new ulong[rows])];
        HostIndices = new ushort[rows];
        Labels = new byte[rows];
        Groups = new int[rows];
        Weights = new float[rows];
    }

    public float[][] Dense { get; }
    public ulong[][] Categories { get; }
    /// <summary>At most <see cref="ushort.MaxValue"/>: the hasher reads so few characters of a host.</summary>
    public ushort[] HostIndices { get; }
    public byte[] Labels { get; }
    public int[] Groups { get; }
    public float[] Weights { get; }
    public SparseRows Text { get; private set; } = new SparseRowsBuilder(0).Build();

    public static TrainingRows Read(IReadOnlyList<LabelledUrl> urls, UrlFeatureReader reader, double domainPower, CancellationToken ct)
    {
        var rows = new TrainingRows(urls.Count);
        var keys = new ulong[urls.Count];
        var text = new SparseRowsBuilder(urls.Count);
        var chunks = (urls.Count + ChunkRows - 1) / ChunkRows;
        // A few chunks at a time, joined in order: memory stays near that of the result.
        for (var first = 0; first < chunks; first += 16)
        {
            ct.ThrowIfCancellationRequested();
            var hashes = new ChunkHashes[Math.Min(16, chunks - first)];
            var start = first;
            Parallel.For(0, hashes.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                i => hashes[i] = rows.ReadChunk(urls, (start + i) * ChunkRows, keys, reader));
            foreach (var chunk in hashes) chunk.AppendTo(text);
        }
        rows.Text = text.Build();
        rows.Group(keys, domainPower);
        return rows;
    }

    /// <summary>Divides the weights of a source by its total to a power, so that a large collection does not rule; all weights together stay the same.</summary>
    public void BalanceSources(IReadOnlyList<LabelledUrl> urls, double power)
    {
        if (power <= 0) return;
        var totals = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < Weights.Length; i++) totals[urls[i].Source] = totals.GetValueOrDefault(urls[i].Source) + Weights[i];
        var (before, after) = (totals.Values.Sum(), totals.Values.Sum(total => Math.Pow(total, 1 - power)));
        for (var i = 0; i < Weights.Length; i++) Weights[i] = (float)(Weights[i] * Math.Pow(totals[urls[i].Source], -power) * before / after);
    }

    /// <summary>Gives back the hashes, the largest part of the memory, once the text scores are columns.</summary>
    public void ForgetText() => Text = new SparseRowsBuilder(0).Build();

    public Dataset ToDataset() => new([.. UrlFeatureSchema.All.Select(f => f.Id)], Dense, Labels, Weights, Groups);

    private ChunkHashes ReadChunk(IReadOnlyList<LabelledUrl> urls, int from, ulong[] keys, UrlFeatureReader reader)
    {
        var scratch = new FeatureScratch();
        var hashes = new ChunkHashes();
        var to = Math.Min(urls.Count, from + ChunkRows);
        for (var i = from; i < to; i++)
        {
            Labels[i] = urls[i].IsPhishing ? (byte)1 : (byte)0;
            if (!UrlParser.TryParse(urls[i].Url, scratch.Url, out var url, out var error))
                throw new ArgumentException($"Row {i} cannot be read: {UrlErrors.Sentence(error)}", nameof(urls));
            var row = reader.Read(url, scratch);
            for (var f = 0; f < UrlFeatureSchema.FirstFittedColumn; f++) Dense[f][i] = row.Dense[f];
            for (var c = 0; c < Categories.Length; c++) Categories[c][i] = row.Categories[c];
            HostIndices[i] = checked((ushort)row.HostIndices);
            keys[i] = row.DomainKey;
            hashes.Add(row.Indices);
        }
        return hashes;
    }

    private void Group(ulong[] keys, double domainPower)
    {
        var ids = new Dictionary<ulong, int>();
        var sizes = new List<int>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (!ids.TryGetValue(keys[i], out var id))
            {
                ids.Add(keys[i], id = ids.Count);
                sizes.Add(0);
            }
            Groups[i] = id;
            sizes[id]++;
        }
        for (var i = 0; i < keys.Length; i++) Weights[i] = (float)Math.Pow(sizes[Groups[i]], -domainPower);
    }

    private sealed class ChunkHashes
    {
        private readonly List<uint> _hashes = new(ChunkRows * 160);
        private readonly List<int> _lengths = new(ChunkRows);

        public void Add(ReadOnlySpan<uint> hashes)
        {
            _hashes.AddRange(hashes);
            _lengths.Add(hashes.Length);
        }

        public void AppendTo(SparseRowsBuilder text)
        {
            var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_hashes);
            var at = 0;
            foreach (var length in _lengths)
            {
                text.Add(all.Slice(at, length));
                at += length;
            }
        }
    }
}

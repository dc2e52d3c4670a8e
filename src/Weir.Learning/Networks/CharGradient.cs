using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Learning.Networks;

/// <summary>
/// The sum of the gradients of a batch by every weight. A block of 16 filters has its own places and reads the rows in their
/// order, so that blocks may run on any threads. Only the window that a filter chose carries its gradient.
/// </summary>
internal sealed class CharGradient(CharShape s)
{
    private readonly float[] _byTable = new float[s.Tables];
    private readonly float[] _byEmbedding = new float[s.Blocks * s.Symbols * s.Embedding];

    public float[] Sum { get; } = new float[s.Weights];

    /// <summary>All that hangs on one block: its kernels, biases, hidden weights, and its share of the embedding.</summary>
    public void AddBlock(int block, CharBatch batch, int rows, ReadOnlySpan<float> weights)
    {
        var byTable = _byTable.AsSpan(s.Table(block)..s.Table(block + 1));
        byTable.Clear();
        Sum.AsSpan(s.FilterBias + block * CharShape.Lanes, CharShape.Lanes).Clear();
        for (var r = 0; r < rows; r++) Scatter(block, batch, r, byTable);
        for (var i = block * CharShape.Lanes; i < (block + 1) * CharShape.Lanes; i++) HiddenWeights(i, batch, rows);
        Kernels(block, byTable, weights);
    }

    /// <summary>What is left when every block is done.</summary>
    public void AddRest(CharBatch batch, int rows)
    {
        var embedding = Sum.AsSpan(0, s.Symbols * s.Embedding);
        embedding.Clear();
        for (var block = 0; block < s.Blocks; block++) Layers.AddScaled(embedding, _byEmbedding.AsSpan(block * embedding.Length, embedding.Length), 1);
        var hidden = Sum.AsSpan(s.HiddenBias, s.Hidden);
        var output = Sum.AsSpan(s.Output, s.Hidden);
        Sum.AsSpan(s.HiddenBias).Clear();
        for (var r = 0; r < rows; r++)
        {
            Layers.AddScaled(hidden, batch.HiddenGradient.AsSpan(r * s.Hidden, s.Hidden), 1);
            Layers.AddScaled(output, batch.Hidden.AsSpan(r * s.Hidden, s.Hidden), batch.OutputGradient[r]);
            Sum[s.OutputBias] += batch.OutputGradient[r];
        }
    }

    private void Scatter(int block, CharBatch batch, int r, Span<float> byTable)
    {
        var symbols = batch.Symbols.AsSpan(r * s.Padded, s.Padded);
        for (var lane = 0; lane < CharShape.Lanes; lane++)
        {
            var i = block * CharShape.Lanes + lane;
            var gradient = batch.PooledGradient[r * s.Pooled + i];
            if (gradient == 0) continue;
            Sum[s.FilterBias + i] += gradient;
            var window = symbols.Slice(batch.Positions[r * s.Pooled + i], s.Width(block));
            for (var k = 0; k < window.Length; k++) byTable[(k * s.Symbols + window[k]) * CharShape.Lanes + lane] += gradient;
        }
    }

    private void HiddenWeights(int i, CharBatch batch, int rows)
    {
        var sum = Sum.AsSpan(s.HiddenWeights + i * s.Hidden, s.Hidden);
        sum.Clear();
        for (var r = 0; r < rows; r++)
            if (batch.Pooled[r * s.Pooled + i] != 0) Layers.AddScaled(sum, batch.HiddenGradient.AsSpan(r * s.Hidden, s.Hidden), batch.Pooled[r * s.Pooled + i]);
    }

    /// <summary>A table row is a product of kernel and embedding: its gradient goes to both.</summary>
    private void Kernels(int block, ReadOnlySpan<float> byTable, ReadOnlySpan<float> weights)
    {
        var kernel = weights[s.Kernel(block)..s.Kernel(block + 1)];
        var byKernel = Sum.AsSpan(s.Kernel(block)..s.Kernel(block + 1));
        var byEmbedding = _byEmbedding.AsSpan(block * s.Symbols * s.Embedding, s.Symbols * s.Embedding);
        var size = s.Embedding * CharShape.Lanes;
        Span<float> turned = stackalloc float[size];
        byKernel.Clear();
        byEmbedding.Clear();
        for (var k = 0; k < s.Width(block); k++)
        {
            for (var j = 0; j < size; j++) turned[j % CharShape.Lanes * s.Embedding + j / CharShape.Lanes] = kernel[k * size + j];
            for (var c = 0; c < s.Symbols; c++)
            {
                var row = byTable.Slice((k * s.Symbols + c) * CharShape.Lanes, CharShape.Lanes);
                if (Vector512.Create(row) == Vector512<float>.Zero) continue;
                AddOuter(byKernel.Slice(k * size, size), weights.Slice(c * s.Embedding, s.Embedding), row);
                for (var lane = 0; lane < CharShape.Lanes; lane++)
                    if (row[lane] != 0) Layers.AddScaled(byEmbedding.Slice(c * s.Embedding, s.Embedding), turned.Slice(lane * s.Embedding, s.Embedding), row[lane]);
            }
        }
    }

    private static void AddOuter(Span<float> sum, ReadOnlySpan<float> embedding, ReadOnlySpan<float> row)
    {
        var values = Vector512.Create(row);
        ref var to = ref MemoryMarshal.GetReference(sum);
        for (var e = 0; e < embedding.Length; e++)
            (Vector512.LoadUnsafe(ref to, (nuint)(e * CharShape.Lanes)) + values * embedding[e]).StoreUnsafe(ref to, (nuint)(e * CharShape.Lanes));
    }
}

namespace Weir.Learning.Trees;

/// <summary>Sums of packed gradients by code, all columns of a leaf in one buffer; buffers are kept for the next tree.</summary>
internal sealed class Histograms(int slots)
{
    private readonly Stack<long[]> _free = new();

    public long[] Rent() => _free.TryPop(out var buffer) ? buffer : new long[slots];

    public void Return(long[] buffer) => _free.Push(buffer);
}

namespace Weir.Learning.Forests;

/// <summary>The bins of one feature, wherever they lie: <c>Values[Offset + row * Stride]</c>.</summary>
internal readonly record struct BinView(byte[] Values, int Offset, int Stride)
{
    public byte this[int row] => Values[Offset + row * Stride];
}

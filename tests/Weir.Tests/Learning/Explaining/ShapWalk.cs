using Weir.Learning.Trees;

namespace Weir.Tests.Learning.Explaining;

/// <summary>One feature of the path: shares of subsets that flow on without (zero) and with it (one), and the permutation weight.</summary>
internal struct PathElement
{
    public int Feature;
    public double Zero;
    public double One;
    public double Weight;
}

/// <summary>TreeSHAP as published (Lundberg, Erion, Lee 2018, Algorithm 2) over one tree; names as in the paper (extend, unwind).</summary>
internal readonly ref struct ShapWalk(TreeTable table, ReadOnlySpan<float> row, Span<double> contributions)
{
    private readonly ReadOnlySpan<float> _row = row;
    private readonly Span<double> _contributions = contributions;

    /// <param name="node">Where the walk is.</param>
    /// <param name="path">Starts with the parent's path of <paramref name="length"/> elements; free space follows.</param>
    /// <param name="length">Elements so far.</param>
    /// <param name="zero">Share of rows that come here when the parent's feature is unknown.</param>
    /// <param name="one">1 when the row itself comes here from the parent, else 0.</param>
    /// <param name="feature">The parent's feature, -1 at the root.</param>
    public void Visit(int node, Span<PathElement> path, int length, double zero, double one, int feature)
    {
        Extend(path, length++, zero, one, feature);
        if (table.Left[node] < 0)
        {
            AddLeaf(path, length, table.Value[node]);
            return;
        }
        var split = table.Feature[node];
        double zeroBefore = 1, oneBefore = 1;
        for (var i = 1; i < length; i++)
        {
            if (path[i].Feature != split) continue;
            (zeroBefore, oneBefore) = (path[i].Zero, path[i].One);
            Unwind(path, length, i);
            length--;
            break;
        }
        var left = table.Left[node];
        var hot = table.GoesLeft(node, _row) ? left : left + 1;
        VisitChild(hot, path, length, zeroBefore * table.Cover[hot] / table.Cover[node], oneBefore, split);
        var cold = 2 * left + 1 - hot;
        VisitChild(cold, path, length, zeroBefore * table.Cover[cold] / table.Cover[node], 0, split);
    }

    /// <summary>The child works on a copy, behind this node's path.</summary>
    private void VisitChild(int child, Span<PathElement> path, int length, double zero, double one, int feature)
    {
        var copy = path[length..];
        path[..length].CopyTo(copy);
        Visit(child, copy, length, zero, one, feature);
    }

    private void AddLeaf(Span<PathElement> path, int length, double value)
    {
        for (var i = 1; i < length; i++)
            _contributions[path[i].Feature] += UnwoundSum(path, length, i) * (path[i].One - path[i].Zero) * value;
    }

    private static void Extend(Span<PathElement> path, int length, double zero, double one, int feature)
    {
        path[length] = new PathElement { Feature = feature, Zero = zero, One = one, Weight = length == 0 ? 1 : 0 };
        for (var i = length - 1; i >= 0; i--)
        {
            path[i + 1].Weight += one * path[i].Weight * (i + 1) / (length + 1);
            path[i].Weight = zero * path[i].Weight * (length - i) / (length + 1);
        }
    }

    /// <summary>Takes element <paramref name="at"/> out again.</summary>
    private static void Unwind(Span<PathElement> path, int length, int at)
    {
        var last = length - 1;
        var (zero, one) = (path[at].Zero, path[at].One);
        var next = path[last].Weight;
        for (var i = last - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                var before = path[i].Weight;
                path[i].Weight = next * length / ((i + 1) * one);
                next = before - path[i].Weight * zero * (last - i) / length;
            }
            else path[i].Weight = path[i].Weight * length / (zero * (last - i));
        }
        for (var i = at; i < last; i++) (path[i].Feature, path[i].Zero, path[i].One) = (path[i + 1].Feature, path[i + 1].Zero, path[i + 1].One);
    }

    /// <summary>The sum of weights that <see cref="Unwind"/> would leave.</summary>
    private static double UnwoundSum(ReadOnlySpan<PathElement> path, int length, int at)
    {
        var last = length - 1;
        var (zero, one) = (path[at].Zero, path[at].One);
        var next = path[last].Weight;
        double sum = 0;
        for (var i = last - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                var weight = next * length / ((i + 1) * one);
                sum += weight;
                next = path[i].Weight - weight * zero * (last - i) / length;
            }
            else sum += path[i].Weight * length / (zero * (last - i));
        }
        return sum;
    }
}

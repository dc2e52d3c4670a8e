using Weir.Learning.Numerics;
using Weir.Pipeline.Monitoring;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Monitoring;

public sealed class ModelReferenceTests
{
    [Fact]
    public void What_was_saved_is_read_again_and_is_small()
    {
        var bytes = SomeDrift.Reference.Save();
        var read = ModelReference.Load(bytes)!;
        Assert.Equal(SomeModel.Model.Version, read.Version);
        Assert.Equal(SomeDrift.Reference.Judged.Scores, read.Judged.Scores);
        Assert.Equal(SomeDrift.Reference.Trained.Labels, read.Trained.Labels);
        Assert.Equal(SomeDrift.Reference.Judged.TopLevels, read.Judged.TopLevels);
        Assert.Equal(SomeDrift.Reference.Judged.Columns.SelectMany(column => column), read.Judged.Columns.SelectMany(column => column));
        Assert.InRange(bytes.Length, 1, 1 << 20);
    }

    [Fact]
    public void The_rows_do_not_depend_on_the_order_in_which_they_came()
    {
        var rows = SomeUrls.Labelled(400, 61);
        Assert.Equal(RowChoice.Of(rows, 100), RowChoice.Of([.. rows.AsEnumerable().Reverse()], 100));
    }

    [Fact]
    public void Damaged_bytes_are_no_reference()
    {
        var bytes = SomeDrift.Reference.Save();
        var random = new Xoshiro256(5);
        Assert.Null(ModelReference.Load([]));
        Assert.Null(ModelReference.Load([1, 2, 3]));
        for (var round = 0; round < 40; round++)
        {
            var damaged = bytes[..(round % 2 == 0 ? bytes.Length : random.NextInt(bytes.Length))];
            if (round % 2 == 0) damaged[20 + random.NextInt(damaged.Length - 40)] ^= (byte)(1 + random.NextInt(255));
            Assert.Null(ModelReference.Load(damaged));
        }
    }
}
